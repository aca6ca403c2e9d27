import { z } from 'zod';
import { contactId, epoch } from './identifiers';

/**
 * `POST {bridgeUrl}/calls/{contactId}/lease`, from bridge to bridge: "I was given this message of a
 * call that is yours by its record; do you hold it?" It shares no required field but the contact
 * with other signed requests, so that none can be sent for another.
 */
export const leaseQuestionSchema = z.object({
  contactId,
  /** The epoch in the record. */
  heldEpoch: epoch,
  messageId: z.string().min(1).max(128),
  /** With it an owner that lost its message can go on with this one. SQS's are up to 1 KB. */
  receiptHandle: z.string().min(1).max(2048),
});
export type LeaseQuestion = z.infer<typeof leaseQuestionSchema>;

/** The call is carried there, held by this message. */
export const leaseAnswerSchema = z.object({ messageId: z.string().min(1) });
export type LeaseAnswer = z.infer<typeof leaseAnswerSchema>;
