import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '@patchbay/contracts';
import { createEventBridgeBus } from '@patchbay/event-bus-eventbridge';
import { BUS_NAME } from '@patchbay/infra';
import { clientConfig, REGION } from '@patchbay/local-cloud';
import { publishOutbox, type EventBus } from '@patchbay/messaging';
import { anEvent } from '@patchbay/testing';
import type { Fault } from '../fault';
import { contactIds } from './calls';
import { tally } from './ledger';
import { startConsumersWorld } from './world';

/** Enough that some are left in an outbox after all tries of a publishing. */
const EVENTS = { full: 10_000, short: 4000 };
const THROTTLED_SHARE = 0.2;
const FAILED_CALL_SHARE = 0.05;
/** As many as a call of some length has. */
const EVENTS_PER_OUTBOX = 20;
/** A bus that takes four in five has taken all long before. */
const MOST_ROUNDS = 50;

/** A bus that throttles entries and fails calls: every event gets there, and once. */
export const throttledBus: Fault = async ({ scale }) => {
  const world = await startConsumersWorld();
  try {
    const happened: string[] = [];
    const confirmed = new Set<string>();
    world.cloud.eventBridge.onEvent(({ detail }) => {
      happened.push(String(detail['id']));
      confirmed.add(String(detail['id']));
    });
    let throttled = 0;
    let failedCalls = 0;
    let resent = 0;
    world.cloud.eventBridge.refuseEntries((detail) => {
      if (confirmed.has(JSON.parse(detail).id)) resent += 1;
      if (Math.random() >= THROTTLED_SHARE) return undefined;
      throttled += 1;
      return 'ThrottlingException';
    });
    world.cloud.disturbances.add(({ service }) => {
      if (service !== 'events' || Math.random() >= FAILED_CALL_SHARE) return undefined;
      failedCalls += 1;
      return { status: 503, errorType: 'ServiceUnavailableException' };
    });

    const client = new EventBridgeClient(clientConfig(world.cloud.endpointUrl, REGION));
    const outboxes = outboxesOf(EVENTS[scale]);
    const bus = createEventBridgeBus({ busName: BUS_NAME }, client);
    await Promise.all(outboxes.map((outbox) => publishAll(outbox, bus)));

    const { effects, ...found } = tally(
      happened,
      outboxes.flat().map(({ id }) => id),
    );
    return {
      pass: effects === EVENTS[scale] && found.lost + found.doubled + resent === 0,
      ...{ events: EVENTS[scale], on_the_bus: effects, ...found, confirmed_resent: resent },
      ...{ throttled_entries: throttled, failed_calls: failedCalls },
    };
  } finally {
    await world.close();
  }
};

/** One outbox a call, with an event a turn. */
function outboxesOf(events: number): DomainEvent[][] {
  return contactIds(events / EVENTS_PER_OUTBOX).map((contactId) =>
    Array.from({ length: EVENTS_PER_OUTBOX }, (_, index) =>
      anEvent.turnCompleted({ contactId, sequence: index + 1 }),
    ),
  );
}

/** What owners do with an outbox: one after the other publishes what is left in it. */
async function publishAll(events: readonly DomainEvent[], bus: EventBus): Promise<void> {
  let outbox = events;
  for (let round = 0; outbox.length > 0 && round < MOST_ROUNDS; round += 1) {
    outbox = await publishOutbox(bus, outbox).catch(() => outbox);
  }
}
