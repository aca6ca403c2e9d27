import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId } from './identifiers';

/** A contact flow handed its call to the bot. */
export const callStartedSchema = eventSchema('CallStarted', z.object({ agentId }));
export type CallStarted = z.infer<typeof callStartedSchema>;

export const callStarted = (origin: EventOrigin, data: CallStarted['data']): CallStarted => ({
  ...envelope('CallStarted', origin),
  data,
});
