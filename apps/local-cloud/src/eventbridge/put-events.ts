import { z } from 'zod';
import { AwsFault } from '../front/aws-fault';
import type { EventContent } from './bus-event';

/** Source: EventBridge quotas; 1 MB for a whole call since January 2026. */
const MAX_TOTAL_BYTES = 1024 * 1024;
const MAX_ENTRIES = 10;
/** What a Time counts, whatever it is. */
const TIME_BYTES = 14;

const entrySchema = z.object({
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  EventBusName: z.string().default('default'),
  Resources: z.array(z.string()).optional(),
  /** Epoch seconds. */
  Time: z.number().optional(),
});
export type PutEventsEntry = z.output<typeof entrySchema>;

export const putEventsSchema = z.object({
  Entries: z.array(entrySchema).min(1).max(MAX_ENTRIES),
});

/** @throws AwsFault when the entries together are more than one call may carry */
export function requireSize(entries: readonly PutEventsEntry[]): void {
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes <= MAX_TOTAL_BYTES) return;
  const message = 'Total size of the entries in the request is over the limit.';
  throw new AwsFault(400, 'ValidationException', message);
}

function entryBytes({ Source, DetailType, Detail, Resources = [], Time }: PutEventsEntry): number {
  const texts = [Source, DetailType, Detail, ...Resources];
  const time = Time === undefined ? 0 : TIME_BYTES;
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), time);
}

/** What one entry publishes. @throws AwsFault with the code that the entry fails with, alone */
export function entryContent(entry: PutEventsEntry, nowMs: number): EventContent {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (entry[name] === '') throw invalid('InvalidArgument', `Parameter ${name} is not valid.`);
  }
  if (entry.Source.startsWith('aws.')) {
    throw invalid('NotAuthorizedForSourceException', 'The source must not begin with aws.');
  }
  return {
    source: entry.Source,
    detailType: entry.DetailType,
    detail: parseDetail(entry.Detail),
    resources: entry.Resources,
    timeMs: entry.Time === undefined ? nowMs : entry.Time * 1000,
  };
}

const detailSchema = z.record(z.string(), z.unknown());

function parseDetail(detail: string): Record<string, unknown> {
  try {
    return detailSchema.parse(JSON.parse(detail));
  } catch {
    throw invalid('MalformedDetail', 'Detail is malformed.');
  }
}

const invalid = (code: string, message: string) => new AwsFault(400, code, message);
