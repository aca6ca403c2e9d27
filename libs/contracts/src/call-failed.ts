import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId, reasonCode } from './identifiers';

/** The bot gave the call up; the caller goes to a human. What was said so far is archived. */
export const callFailedSchema = eventSchema(
  'CallFailed',
  z.object({
    agentId,
    reason: reasonCode,
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    lastSequence: z.int().min(1),
    turnSequences: z.array(z.int().min(1)),
  }),
);
export type CallFailed = z.infer<typeof callFailedSchema>;

/** Its id does not depend on the sequence: a call fails once. */
export const callFailed = (origin: EventOrigin, data: CallFailed['data']): CallFailed => ({
  ...envelope('CallFailed', origin),
  id: `${origin.contactId}:CallFailed`,
  data,
});
