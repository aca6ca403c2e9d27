import { z } from 'zod';
import { contactId } from './identifiers';

/** The `source` of all our events, in reverse DNS; EventBridge reserves the prefix `aws.`. */
export const EVENT_SOURCE = 'dev.patchbay.calls';

/**
 * Builds the schema of an event: CloudEvents 1.0 attributes around `data`, as it stands in an
 * EventBridge `detail`. Same `source` and `id` means the same event, however often delivered.
 */
export function eventSchema<Type extends string, Data extends z.ZodObject>(type: Type, data: Data) {
  return z.object({
    specversion: z.literal('1.0'),
    id: z.string().min(1).max(128),
    source: z.literal(EVENT_SOURCE),
    type: z.literal(type),
    time: z.iso.datetime(),
    /** The contact id. */
    subject: contactId,
    dataschema: z.string(),
    datacontenttype: z.literal('application/json'),
    /** Order of the event within its call, from 1. */
    sequence: z.int().min(1),
    data,
  });
}

export interface EventOrigin {
  readonly contactId: string;
  readonly sequence: number;
  readonly timeMs: number;
}

/**
 * Envelope fields for an event. The id is fixed by contact, type and sequence, so that an event
 * published again after a crash is recognised as the same one.
 */
export function envelope<Type extends string>(type: Type, origin: EventOrigin) {
  return {
    specversion: '1.0' as const,
    id: `${origin.contactId}:${type}:${origin.sequence}`,
    source: EVENT_SOURCE as typeof EVENT_SOURCE,
    type,
    time: new Date(origin.timeMs).toISOString(),
    subject: origin.contactId,
    dataschema: `urn:patchbay:${type}:1`,
    datacontenttype: 'application/json' as const,
    sequence: origin.sequence,
  };
}
