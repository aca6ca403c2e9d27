import { z } from 'zod';
import { STREAM_EXCEPTIONS } from '../speech-model/session-limits';
import { LOCAL_VOICES } from '../voice/local-voices';

const words = z.string().min(1);
const durationMs = z.int().min(0).max(60_000);
const keys = z.string().regex(/^[0-9*#]{1,30}$/, 'must be keys of a telephone');

/** One thing that a caller does. */
export const stepSchema = z.discriminatedUnion('step', [
  /** Says it once the bot has answered and been quiet for `quietMs`. */
  z.strictObject({ step: z.literal('say'), text: words, quietMs: durationMs.optional() }),
  /** Says it `afterMs` after their last words, without an answer in between. */
  z.strictObject({ step: z.literal('go-on'), text: words, afterMs: durationMs }),
  /** Says it `afterMs` into the bot's answer, over the bot's voice. */
  z.strictObject({ step: z.literal('interrupt'), text: words, afterMs: durationMs }),
  /** A short "mhm" that far into the bot's answer. */
  z.strictObject({ step: z.literal('murmur'), afterMs: durationMs }),
  /** Presses keys once the bot has answered and been quiet for `quietMs`. */
  z.strictObject({ step: z.literal('press'), keys, quietMs: durationMs.optional() }),
  /** Does nothing for a while. */
  z.strictObject({ step: z.literal('wait'), ms: durationMs }),
  /** Waits for the bot's answer and then `quietMs` of quiet. */
  z.strictObject({ step: z.literal('listen'), quietMs: durationMs.optional() }),
  /** At once, or `afterMs` into the bot's answer. */
  z.strictObject({ step: z.literal('hang-up'), afterMs: durationMs.optional() }),
]);

/** What must hold before the call is placed. */
const arrangementSchema = z.strictObject({
  /** The operators' switch for all agents. */
  switch: z.enum(['on', 'off']),
});
export type Arrangement = z.infer<typeof arrangementSchema>;

/** Where the caller telephones. */
const lineSchema = z.strictObject({
  /** A speakerphone: the bot's sound comes back, so much quieter and later. */
  echo: z
    .strictObject({ gainDb: z.number().min(-60).max(0), delayMs: z.int().min(0).max(1000) })
    .optional(),
  /** A television that goes on and on, so far below the caller's voice. */
  background: z
    .strictObject({ text: words, voice: z.enum(LOCAL_VOICES), belowCallerDb: z.number().min(0) })
    .optional(),
});
export type LineSettings = z.infer<typeof lineSchema>;

/** How the system is set up. A scenario with such settings needs a system of its own. */
const systemSchema = z.strictObject({
  /** The speech model, by the wall clock; what is not given is as Nova Sonic has it. */
  model: z
    .strictObject({
      /** Age at which a session is ended with a modelTimeoutException. */
      connectionMs: z.int().min(1000),
      /** Ends the first session. */
      failure: z.strictObject({ exception: z.enum(STREAM_EXCEPTIONS), afterMs: durationMs }),
      thinkingMs: durationMs,
      deliveryRate: z.number().min(1).max(100),
    })
    .partial()
    .default({}),
  /** By name of a function of the agents' tools: how long it takes. */
  functionMs: z.record(z.string(), durationMs).default({}),
  /** Settings of the services, as a deployment makes them. */
  environment: z.record(z.string(), z.string()).default({}),
});
export type SystemSettings = z.infer<typeof systemSchema>;

const pattern = z.string().refine(isPattern, 'must be a regular expression');

/** A turn that must have been stored; what is not named may be anything. */
const turnSchema = z.strictObject({
  /** Found in what was understood of the caller, in any case. */
  caller: pattern.optional(),
  /** Found in what the caller was played, in any case. */
  bot: pattern.optional(),
  interrupted: z.boolean().optional(),
  /** Names of the tools that did their work, in order. */
  tools: z.array(words).optional(),
  /** From the end of the caller's words to the first sound of the answer, at life's speed. */
  heardWithinMs: durationMs.optional(),
});

const expectSchema = z.strictObject({
  outcome: z.enum(['transfer', 'end', 'hangup']),
  /** Attributes of the contact when it enters the queue. */
  attributes: z.record(z.string(), z.string()).default({}),
  /** In this order; others may lie between them. */
  turns: z.array(turnSchema).default([]),
  /** Whether every reply must have been played whole. */
  wholeReplies: z.boolean().default(false),
  /** Types of events that must have been published, beside those of every call. */
  events: z.array(words).default([]),
  /** Words and keys that may stand in no turn and no event. */
  secrets: z.array(words).default([]),
});
export type Expectation = z.infer<typeof expectSchema>;

/** `e2e/scenarios/<name>.json`: what a simulated caller does, and how the call should go. */
export const scenarioSchema = z.strictObject({
  description: words,
  /** Any caller's voice. */
  voice: z.enum(LOCAL_VOICES).default('slt'),
  /** The agent that the flow names; without it, the one of the dialled number. */
  agent: words.optional(),
  system: systemSchema.optional(),
  before: z.array(arrangementSchema).default([]),
  line: lineSchema.default({}),
  steps: z.array(stepSchema),
  expect: expectSchema,
});
export type Scenario = z.infer<typeof scenarioSchema>;

/** A caller's step; sound that was read from a file takes the place of words. */
export type CallerStep =
  | z.infer<typeof stepSchema>
  | { readonly step: 'play'; readonly name: string; readonly pcm: Int16Array };

/** A call to be placed, whatever it was written down as. */
export interface CallPlan {
  readonly voice: Scenario['voice'];
  readonly agent?: string | undefined;
  readonly system?: SystemSettings | undefined;
  readonly before?: readonly Arrangement[];
  readonly line?: LineSettings;
  readonly steps: readonly CallerStep[];
  /** Absent when nothing is expected of the call. */
  readonly expect?: Expectation;
  /** What the user should know about it, such as a file that was converted. */
  readonly notes: readonly string[];
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'iu');
    return true;
  } catch {
    return false;
  }
}
