import { z } from 'zod';
import { systemClock, type Clock, type Logger } from '@patchbay/platform';
import { AwsFault, NotEmulated } from '../front/aws-fault';
import type { AwsService } from '../front/aws-service';
import { readJson, sendJson, validate } from '../front/exchange';
import { busEvent, type BusEvent, type EventContent } from './bus-event';
import { Buses, DEFAULT_BUS } from './buses';
import { entryContent, putEventsSchema, requireSize, type PutEventsEntry } from './put-events';
import { deliver, type SendToQueue } from './target-delivery';

export interface EventBridgeOptions {
  readonly region: string;
  readonly send: SendToQueue;
  readonly logger: Logger;
  readonly clock?: Clock;
  readonly retryBaseMs?: number;
}

export type BusListener = (event: BusEvent, bus: string) => void;

/** Decides over each entry of PutEvents: the code to refuse it with; undefined lets it pass. */
export type EntryRefusal = (detail: string) => string | undefined;

export interface EventBridge extends AwsService {
  /** Publishes on the default bus as a service of AWS does (`source: aws.connect` …). */
  publishAsAws(content: Omit<EventContent, 'timeMs'>): void;
  /** Shows every event on every bus. @returns a function that ends it */
  onEvent(listener: BusListener): () => void;
  /** Refuses single entries, as a throttled bus does. @returns a function that ends it */
  refuseEntries(refusal: EntryRefusal): () => void;
}

const bus = z.string().default(DEFAULT_BUS);
const createEventBusSchema = z.object({ Name: z.string().regex(/^[\w.-]{1,256}$/) });
const putRuleSchema = z.strictObject({
  Name: z.string().min(1),
  EventPattern: z.string(),
  EventBusName: bus,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().optional(),
});
/** Strict, as input transformers and other kinds of target are not emulated. */
const targetSchema = z.strictObject({
  Id: z.string().min(1),
  Arn: z.string().startsWith('arn:aws:sqs:'),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
    })
    .optional(),
});
const putTargetsSchema = z.object({
  Rule: z.string().min(1),
  EventBusName: bus,
  Targets: z.array(targetSchema).min(1).max(5),
});

/** EventBridge: buses, rules with content patterns, queues as targets. */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { region, clock = systemClock, logger, send, retryBaseMs = 200 } = options;
  const buses = new Buses(region);
  const listeners = new Set<BusListener>();
  const refusals = new Set<EntryRefusal>();
  const stop = new AbortController();

  function publish(onBus: string, content: EventContent): string {
    const event = busEvent(region, content);
    const found = buses.targetsOf(onBus, event);
    for (const listener of listeners) listener(event, onBus);
    for (const { ruleArn, target } of found) {
      const delivery = { send, logger, clock, stopped: stop.signal, retryBaseMs };
      void deliver(JSON.stringify(event), ruleArn, target, delivery);
    }
    return event.id;
  }

  function putEntry(entry: PutEventsEntry) {
    for (const refusal of refusals) {
      const ErrorCode = refusal(entry.Detail);
      if (ErrorCode !== undefined) return { ErrorCode, ErrorMessage: 'As wanted.' };
    }
    try {
      return { EventId: publish(entry.EventBusName, entryContent(entry, clock.nowMs())) };
    } catch (error) {
      if (!(error instanceof AwsFault)) throw error;
      return { ErrorCode: error.name, ErrorMessage: error.message };
    }
  }

  const operations = new Map<string, (input: unknown) => unknown>(
    Object.entries({
      PutEvents(input: unknown) {
        const { Entries } = validate(putEventsSchema, input);
        requireSize(Entries);
        const results = Entries.map(putEntry);
        return {
          FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
          Entries: results,
        };
      },
      CreateEventBus: (input: unknown) => ({
        EventBusArn: buses.create(validate(createEventBusSchema, input).Name),
      }),
      PutRule(input: unknown) {
        const { EventBusName, Name, EventPattern, State } = validate(putRuleSchema, input);
        return { RuleArn: buses.putRule(EventBusName, Name, EventPattern, State === 'ENABLED') };
      },
      PutTargets(input: unknown) {
        const { EventBusName, Rule, Targets } = validate(putTargetsSchema, input);
        buses.putTargets(EventBusName, Rule, Targets);
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    }),
  );

  return {
    signingName: 'events',
    async handle(request, response) {
      const target = String(request.headers['x-amz-target']);
      const operation = operations.get(target.replace(/^AWSEvents\./, ''));
      if (!operation) throw new NotEmulated(target);
      sendJson(response, 200, operation(await readJson(request, z.unknown())));
    },
    publishAsAws: (content) => void publish(DEFAULT_BUS, { ...content, timeMs: clock.nowMs() }),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refuseEntries(refusal) {
      refusals.add(refusal);
      return () => refusals.delete(refusal);
    },
    close: async () => stop.abort(),
  };
}
