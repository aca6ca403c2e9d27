import { z } from 'zod';
import { defineAction, DONE, text } from './action';

/** The queue that a transfer will go to, by its id or ARN. */
export const updateContactTargetQueue = defineAction({
  parameters: z.strictObject({ QueueId: text }),
  errors: ['NoMatchingError'],
  run({ QueueId }, { contact }) {
    contact.queueArn = QueueId;
    return DONE;
  },
});

/** Puts the caller into the target queue; the flow is over. The simulated queue is never full. */
export const transferContactToQueue = defineAction({
  parameters: z.strictObject({}),
  errors: ['QueueAtCapacity', 'NoMatchingError'],
  run: (_, { contact }) =>
    contact.queueArn === undefined
      ? { kind: 'error', errorType: 'NoMatchingError' }
      : { kind: 'ended', outcome: 'transfer' },
});

/** E.164, or a reference to it. */
const outsideNumber = z.string().regex(/^(\+[1-9]\d{6,14}|\$\..+)$/, 'must be a number in E.164');

/**
 * Connects the caller to a number outside. In the simulation somebody answers at once and talks
 * until the caller hangs up; a number that is none fails as a call to it would.
 * Source: Connect flow language, TransferParticipantToThirdParty; the name of the time limit is
 * the one that exported flows have.
 */
export const transferToThirdParty = defineAction({
  parameters: z.strictObject({
    ThirdPartyPhoneNumber: outsideNumber,
    ThirdPartyConnectionTimeLimitSeconds: z.string().regex(/^\d{1,3}$/),
    ContinueFlowExecution: z.enum(['True', 'False']),
  }),
  errors: ['CallFailed', 'ConnectionTimeLimitExceeded', 'NoMatchingError'],
  run({ ThirdPartyPhoneNumber }, { contact }) {
    contact.outsideNumber = ThirdPartyPhoneNumber;
    return { kind: 'ended', outcome: 'transfer' };
  },
});

/** Hangs up. */
export const disconnectParticipant = defineAction({
  parameters: z.strictObject({}),
  errors: [],
  endsFlow: true,
  run: () => ({ kind: 'ended', outcome: 'end' }),
});

/** Ends a flow that runs beside the conversation: a whisper, or what is heard in a queue. */
export const endFlowExecution = defineAction({
  parameters: z.strictObject({}),
  errors: [],
  endsFlow: true,
  run: () => ({ kind: 'ended', outcome: 'left' }),
});
