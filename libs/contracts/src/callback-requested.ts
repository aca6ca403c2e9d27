import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId, contactId } from './identifiers';

/** A telephone number in E.164: `+`, country code, subscriber number. */
export const phoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, 'must be a number in E.164, such as +12025550100');

/** A wish to be called back, as it stands on S3 under `requestKey`. */
export const callbackRequestSchema = z.object({
  version: z.literal(1),
  contactId,
  agentId,
  phoneNumber,
  /** When to call, with its offset from UTC. */
  time: z.iso.datetime({ offset: true }),
  requestedAt: z.iso.datetime(),
});
export type CallbackRequest = z.infer<typeof callbackRequestSchema>;

/** The caller wants to be called back. Number and time stand on S3, never in the event. */
export const callbackRequestedSchema = eventSchema(
  'CallbackRequested',
  z.object({ agentId, requestKey: z.string().min(1) }),
);
export type CallbackRequested = z.infer<typeof callbackRequestedSchema>;

export const callbackRequested = (
  origin: EventOrigin,
  data: CallbackRequested['data'],
): CallbackRequested => ({ ...envelope('CallbackRequested', origin), data });
