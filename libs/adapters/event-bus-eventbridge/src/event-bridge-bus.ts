import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '@patchbay/contracts';
import type { EventBus } from '@patchbay/messaging';
import { backoffMs, sleep } from '@patchbay/platform';
import { batchEntries } from './batch-entries';

/** Tries of an entry that the bus throttles or fails; then it is left to the outbox. */
const MAX_TRIES = 4;
const RETRY = { baseMs: 100, capMs: 2000 };

/**
 * Publishes to an EventBridge bus: `detail-type` is the event's type, `detail` the whole event.
 * PutEvents accepts and refuses entry by entry; only refused entries are sent again.
 * @throws when the bus cannot be reached at all, after the client's own retries
 */
export function createEventBridgeBus(
  { busName }: { busName: string },
  client = new EventBridgeClient({}),
  wait: (delayMs: number) => Promise<void> = sleep,
): EventBus {
  const put = async (events: readonly DomainEvent[]): Promise<Outcome> => {
    const { Entries = [] } = await client.send(
      new PutEventsCommand({ Entries: events.map((event) => entry(event, busName)) }),
    );
    const accepted = (index: number) => Entries[index]?.EventId !== undefined;
    return {
      confirmed: events.filter((_, index) => accepted(index)),
      refused: events.filter((_, index) => !accepted(index)),
    };
  };

  const publishBatch = async (batch: readonly DomainEvent[]): Promise<string[]> => {
    const confirmed: string[] = [];
    let left = batch;
    for (let tries = 0; left.length > 0 && tries < MAX_TRIES; tries += 1) {
      if (tries > 0) await wait(backoffMs(tries - 1, RETRY));
      const outcome = await put(left);
      confirmed.push(...outcome.confirmed.map(({ id }) => id));
      left = outcome.refused;
    }
    return confirmed;
  };

  return {
    async publish(events) {
      const confirmed: string[] = [];
      for (const batch of batchEntries(events)) confirmed.push(...(await publishBatch(batch)));
      return confirmed;
    },
  };
}

interface Outcome {
  readonly confirmed: readonly DomainEvent[];
  readonly refused: readonly DomainEvent[];
}

function entry(event: DomainEvent, busName: string): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: event.source,
    DetailType: event.type,
    Time: new Date(event.time),
    Detail: JSON.stringify(event),
  };
}
