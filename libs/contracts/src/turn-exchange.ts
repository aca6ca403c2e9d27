import { z } from 'zod';
import { phoneNumber } from './callback-requested';
import { collectedFieldsSchema } from './collected-fields';
import { contactId, cursor, epoch, reasonCode } from './identifiers';

/** Where Connect puts the caller's audio, as the Lambda event tells it. */
export const mediaStreamSchema = z.object({
  streamArn: z.string().min(1),
  startTimestampMs: z.number().positive(),
});
export type MediaStream = z.infer<typeof mediaStreamSchema>;

/** `POST {bridgeUrl}/calls/{contactId}/turns`: "I have answer `cursor`; what is next?" */
export const turnRequestSchema = z.object({
  /** The call of the path: the signed body names it, so that it cannot be turned against another. */
  contactId,
  cursor,
  epoch,
  media: mediaStreamSchema.optional(),
  digits: z
    .string()
    .regex(/^[0-9*#]{1,30}$/)
    .optional(),
  /** How long the asker will wait, in milliseconds from now. */
  deadlineMs: z.int().min(1).max(8000),
});
export type TurnRequest = z.infer<typeof turnRequestSchema>;

/** What the contact flow does next. Every answer has a cursor of its own, `listen` included. */
export const turnAnswerSchema = z.discriminatedUnion('intent', [
  z.object({
    cursor,
    intent: z.literal('speak'),
    /** Object URL of a µ-law WAV, as Connect's Play prompt wants it. */
    responseAudioUrl: z.url(),
    /** Length of that sound, so that silence on the line is not taken for a caller who left. */
    durationMs: z.number().min(0),
  }),
  z.object({ cursor, intent: z.literal('listen') }),
  z.object({
    cursor,
    intent: z.literal('collect'),
    responseAudioUrl: z.url(),
    durationMs: z.number().min(0),
    maxDigits: z.int().min(1).max(30),
    timeoutS: z.int().min(1).max(60),
  }),
  z.object({
    cursor,
    intent: z.literal('transfer'),
    reason: reasonCode,
    /** What the human should know, in the bot's words. */
    summary: z.string().min(1).max(8000),
    queueArn: z.string().min(1),
    /** Called first; the queue takes the caller when nobody answers there. */
    outsideNumber: phoneNumber.optional(),
    fields: collectedFieldsSchema.optional(),
  }),
  z.object({ cursor, intent: z.literal('end') }),
]);
export type TurnAnswer = z.infer<typeof turnAnswerSchema>;
export type Intent = TurnAnswer['intent'];

/** Why a bridge refuses a poll; the Lambda reads the record again on each of them. */
export const turnRefusalSchema = z.object({
  refusal: z.enum([
    'unknown-call',
    'stale-epoch',
    'stale-cursor',
    'bad-signature',
    /** Rightly signed, by a clock that is minutes away from the bridge's. */
    'clock-skew',
    'bad-request',
  ]),
});
export type TurnRefusal = z.infer<typeof turnRefusalSchema>;

/**
 * From one filler to the next, whoever gives it, the bridge or the function that stands in for it:
 * sooner would be chatter.
 */
export const FILLER_INTERVAL_MS = 6000;

/** An open poll sends one blank this often, so that a dead bridge is noticed early. */
export const POLL_BLANK_INTERVAL_MS = 500;

/** Longest time that a bridge keeps a poll: the rest of Connect's 8 s is for cold starts and retries. */
export const POLL_LIMIT_MS = 4000;
