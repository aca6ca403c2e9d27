import {
  callbackRequestedSchema,
  transferRequestedSchema,
  voicemailLeftSchema,
} from '@patchbay/contracts';
import { z } from 'zod';

/** The events that people are told of. */
export const notableEventSchema = z.discriminatedUnion('type', [
  transferRequestedSchema,
  callbackRequestedSchema,
  voicemailLeftSchema,
]);
export type NotableEvent = z.infer<typeof notableEventSchema>;

/** One way to tell the world of an event. */
export interface NotificationChannel {
  readonly name: string;
  /** The events that it is for; all of them unless given. */
  readonly events?: readonly NotableEvent['type'][];
  /** Throws when it is not certain that the news arrived. */
  notify(event: NotableEvent, signal: AbortSignal): Promise<void>;
}

/** The URL of an object in the transcripts bucket, for those who may read it. */
export type ObjectUrl = (key: string) => string;
