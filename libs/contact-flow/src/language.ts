import { z } from 'zod';

/** What the flow language says of one `Type`. */
export interface ActionRule {
  readonly parameters: z.ZodType;
  /** Error branches: each must be wired, and no other may be. */
  readonly errors: readonly string[];
  /** Whether the action branches by `Conditions`. */
  readonly hasConditions?: boolean;
  /** Whether nothing comes after it. */
  readonly endsFlow?: boolean;
  /** Whether it is left by a condition or an error alone. */
  readonly loops?: boolean;
}

/** A scalar: always a string, never an empty one. */
const text = z.string().min(1);
const flag = z.enum(['True', 'False']);
const wholeNumber = z.string().regex(/^\d{1,5}$/, 'must be a whole number, as a string');

const media = z.strictObject({
  Uri: text,
  SourceType: z.literal('S3'),
  MediaType: z.literal('Audio'),
});

/** Exactly one of the sources of a prompt. */
const promptIn = <Shape extends z.ZodRawShape>(others: Shape) =>
  z.union(
    [
      z.strictObject({ Text: text, ...others }),
      z.strictObject({ SSML: text, ...others }),
      z.strictObject({ PromptId: text, ...others }),
      z.strictObject({ Media: media, ...others }),
    ],
    { error: 'must have exactly one of Text, SSML, PromptId and Media, and nothing unknown' },
  );

const input = z.union([
  z.strictObject({ EnableDTMFBuffer: flag }),
  promptIn({
    StoreInput: z.literal('True'),
    InputTimeLimitSeconds: wholeNumber,
    InputValidation: z.strictObject({
      CustomValidation: z.strictObject({ MaximumLength: wholeNumber }),
    }),
    DTMFConfiguration: z.strictObject({
      InputTerminationSequence: text,
      DisableCancelKey: flag,
      InterdigitTimeLimitSeconds: wholeNumber,
    }),
  }),
]);

const EVENTS = ['CustomerQueue', 'CustomerRemaining', 'AgentWhisper', 'CustomerWhisper'] as const;
const oneHook = z.union(
  EVENTS.map((event) => z.strictObject({ [event]: text })),
  {
    error: 'must have exactly one known event',
  },
);

const participants = z.array(
  z.strictObject({ ParticipantType: text, MediaDirections: z.array(text).min(1) }),
);

const ANY: readonly string[] = ['NoMatchingError'];

/**
 * The part of the flow language that our flows use, as the API takes it.
 * Source: Amazon Connect administrator guide, "Flow language", actions; error branches of exported
 * flows. A store-input block declares no InputTimeLimitExceeded: Connect refuses it.
 */
export const LANGUAGE: Readonly<Record<string, ActionRule>> = {
  UpdateFlowLoggingBehavior: {
    parameters: z.strictObject({ FlowLoggingBehavior: z.enum(['Enabled', 'Disabled']) }),
    errors: [],
  },
  UpdateContactRecordingBehavior: {
    parameters: z.strictObject({
      RecordingBehavior: z.strictObject({
        RecordedParticipants: z.array(z.enum(['Agent', 'Customer'])),
        IVRRecordingBehavior: z.enum(['Enabled', 'Disabled']).optional(),
      }),
    }),
    errors: [],
  },
  UpdateContactMediaStreamingBehavior: {
    parameters: z.strictObject({
      MediaStreamingState: z.enum(['Enabled', 'Disabled']),
      MediaStreamType: z.literal('Audio'),
      Participants: participants,
    }),
    errors: ANY,
  },
  UpdateContactAttributes: {
    parameters: z.strictObject({
      Attributes: z.record(text, text),
      TargetContact: z.enum(['Current', 'Related']),
    }),
    errors: ANY,
  },
  UpdateFlowAttributes: {
    parameters: z.strictObject({
      FlowAttributes: z.record(text, z.strictObject({ Value: text })),
    }),
    errors: ANY,
  },
  UpdateContactEventHooks: { parameters: z.strictObject({ EventHooks: oneHook }), errors: ANY },
  InvokeLambdaFunction: {
    parameters: z.strictObject({
      LambdaFunctionARN: text,
      InvocationTimeLimitSeconds: z.string().regex(/^[1-8]$/, 'must be 1 to 8 seconds'),
      InvocationType: z.enum(['SYNCHRONOUS', 'ASYNCHRONOUS']),
      LambdaInvocationAttributes: z.record(text, text).optional(),
      ResponseValidation: z.strictObject({ ResponseType: z.enum(['STRING_MAP', 'JSON']) }),
    }),
    errors: ANY,
  },
  Compare: {
    parameters: z.strictObject({ ComparisonValue: z.string().regex(/^\$\.\w+/, 'must be a path') }),
    errors: ['NoMatchingCondition'],
    hasConditions: true,
  },
  MessageParticipant: { parameters: promptIn({}), errors: ANY },
  MessageParticipantIteratively: {
    parameters: z.strictObject({
      Messages: z.array(promptIn({})).min(1),
      InterruptFrequencySeconds: wholeNumber.optional(),
    }),
    errors: ANY,
    hasConditions: true,
    loops: true,
  },
  GetParticipantInput: { parameters: input, errors: ANY },
  UpdateContactTargetQueue: {
    parameters: z.union([z.strictObject({ QueueId: text }), z.strictObject({ AgentId: text })]),
    errors: ANY,
  },
  TransferContactToQueue: {
    parameters: z.strictObject({}),
    errors: ['QueueAtCapacity', 'NoMatchingError'],
  },
  TransferParticipantToThirdParty: {
    parameters: z.strictObject({
      ThirdPartyPhoneNumber: text,
      ThirdPartyConnectionTimeLimitSeconds: wholeNumber,
      ContinueFlowExecution: flag,
    }),
    errors: ['CallFailed', 'ConnectionTimeLimitExceeded', 'NoMatchingError'],
  },
  DisconnectParticipant: { parameters: z.strictObject({}), errors: [], endsFlow: true },
  EndFlowExecution: { parameters: z.strictObject({}), errors: [], endsFlow: true },
};
