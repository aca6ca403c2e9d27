import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  type PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '@patchbay/contracts';
import type { EventBus } from '@patchbay/messaging';
import { backoffMs, busyClient, sleep } from '@patchbay/platform';
import { batchEntries } from './batch-entries';

/** Tries of an entry that the bus throttles or fails; then it is left to the outbox. */
const MAX_TRIES = 4;
const RETRY = { baseMs: 100, capMs: 2000 };

/**
 * Codes of entries, and names of errors of a whole call, that the same request may not meet again;
 * with any other it would be refused for ever. Source: EventBridge API reference, PutEvents.
 */
const PASSING = /^(Throttling|TooManyRequests|Internal|ServiceUnavailable|Timeout)/;

/**
 * Publishes to an EventBridge bus: `detail-type` is the event's type, `detail` the whole event.
 * PutEvents accepts and refuses entry by entry; only refused entries are sent again. What is left
 * at the end is missing from the answer, so that a failure never hides what was confirmed.
 * @throws when not one event was confirmed because calls failed as a whole: that failure
 */
export function createEventBridgeBus(
  { busName }: { busName: string },
  client = new EventBridgeClient(busyClient),
  wait: (delayMs: number) => Promise<void> = sleep,
): EventBus {
  const put = async (events: readonly DomainEvent[]): Promise<Outcome> => {
    const Entries = events.map((event) => entry(event, busName));
    const answer = await client.send(new PutEventsCommand({ Entries })).catch(asError);
    if (answer instanceof Error) {
      return { confirmed: [], again: isPassing(answer) ? events : [], failure: answer };
    }
    const results = answer.Entries ?? [];
    return {
      confirmed: events.filter((_, index) => results[index]?.EventId !== undefined),
      again: events.filter((_, index) => isWorthRetry(results[index])),
    };
  };

  const publishBatch = async (batch: readonly DomainEvent[]): Promise<BatchOutcome> => {
    const confirmed: string[] = [];
    let left = batch;
    let failure: Error | undefined;
    for (let tries = 0; left.length > 0 && tries < MAX_TRIES; tries += 1) {
      if (tries > 0) await wait(backoffMs(tries - 1, RETRY));
      const outcome = await put(left);
      confirmed.push(...outcome.confirmed.map(({ id }) => id));
      left = outcome.again;
      failure = outcome.failure;
    }
    return { confirmed, failure };
  };

  return {
    async publish(events) {
      const confirmed: string[] = [];
      let failure: Error | undefined;
      for (const batch of batchEntries(events)) {
        const outcome = await publishBatch(batch);
        confirmed.push(...outcome.confirmed);
        failure ??= outcome.failure;
      }
      if (confirmed.length === 0 && failure) throw failure;
      return confirmed;
    },
  };
}

interface Outcome {
  readonly confirmed: readonly DomainEvent[];
  readonly again: readonly DomainEvent[];
  /** Why the call failed as a whole. */
  readonly failure?: Error;
}

interface BatchOutcome {
  readonly confirmed: readonly string[];
  readonly failure: Error | undefined;
}

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

/** A failure without an answer from AWS (no status) is one of the network. */
function isPassing(error: Error): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === undefined || status >= 500 || status === 429 || PASSING.test(error.name);
}

function isWorthRetry({ EventId, ErrorCode }: PutEventsResultEntry = {}): boolean {
  return EventId === undefined && (ErrorCode === undefined || PASSING.test(ErrorCode));
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
