import { z } from 'zod';
import { envelope, eventSchema, type EventOrigin } from './event-envelope';
import { agentId, reasonCode } from './identifiers';

/** The bot hands the caller to a human. The summary stands in the call's turns, not here. */
export const transferRequestedSchema = eventSchema(
  'TransferRequested',
  z.object({
    agentId,
    reason: reasonCode,
    queueArn: z.string().min(1),
    /** Where the transcript will stand once the call is archived. */
    transcriptKey: z.string().min(1),
  }),
);
export type TransferRequested = z.infer<typeof transferRequestedSchema>;

export const transferRequested = (
  origin: EventOrigin,
  data: TransferRequested['data'],
): TransferRequested => ({ ...envelope('TransferRequested', origin), data });
