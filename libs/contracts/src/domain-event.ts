import { z } from 'zod';
import { callEndedSchema } from './call-ended';
import { callFailedSchema } from './call-failed';
import { callStartedSchema } from './call-started';
import { callbackRequestedSchema } from './callback-requested';
import { transferRequestedSchema } from './transfer-requested';
import { turnCompletedSchema } from './turn-completed';
import { voicemailLeftSchema } from './voicemail-left';

/** Every event that this product publishes, told apart by `type` (the EventBridge detail-type). */
export const domainEventSchema = z.discriminatedUnion('type', [
  callStartedSchema,
  turnCompletedSchema,
  transferRequestedSchema,
  callbackRequestedSchema,
  voicemailLeftSchema,
  callEndedSchema,
  callFailedSchema,
]);
export type DomainEvent = z.infer<typeof domainEventSchema>;

/** An EventBridge event as it arrives in a queue, around one of ours. */
export const busMessageSchema = z.object({ detail: domainEventSchema });
