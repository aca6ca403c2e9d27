import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId } from './identifiers';

/** A turn is over and stored. Its words stand on S3 under `turnKey`, never in the event. */
export const turnCompletedSchema = eventSchema(
  'TurnCompleted',
  z.object({
    agentId,
    turnKey: z.string().min(1),
    /** True when the caller cut the reply short. */
    interrupted: z.boolean(),
  }),
);
export type TurnCompleted = z.infer<typeof turnCompletedSchema>;

export const turnCompleted = (origin: EventOrigin, data: TurnCompleted['data']): TurnCompleted => ({
  ...envelope('TurnCompleted', origin),
  data,
});
