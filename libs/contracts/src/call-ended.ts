import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId, reasonCode } from './identifiers';

/** How the bot's leg of the contact ended. */
export const callOutcome = z.enum(['transfer', 'end', 'hangup']);
export type CallOutcome = z.infer<typeof callOutcome>;

/** The bot's leg is over; every earlier event of the call has a lower sequence. */
export const callEndedSchema = eventSchema(
  'CallEnded',
  z.object({
    agentId,
    outcome: callOutcome,
    reason: reasonCode.optional(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime(),
    /** The sequence of this event. */
    lastSequence: z.int().min(1),
    /** Sequences of the call's TurnCompleted events, in order: names of the turn objects. */
    turnSequences: z.array(z.int().min(1)),
  }),
);
export type CallEnded = z.infer<typeof callEndedSchema>;

/** Its id does not depend on the sequence: a call ends once. */
export const callEnded = (origin: EventOrigin, data: CallEnded['data']): CallEnded => ({
  ...envelope('CallEnded', origin),
  id: `${origin.contactId}:CallEnded`,
  data,
});
