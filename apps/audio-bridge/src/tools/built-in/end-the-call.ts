import { reasonCode } from '@patchbay/contracts';
import { z } from 'zod';
import { defineTool, type BuiltInContext } from './built-in-tool';

/** Ends the call after the model's farewell. */
export const endCall = ({ conversation, clock }: BuiltInContext) =>
  defineTool(z.object({ reason: reasonCode }), ({ reason }) => {
    conversation.endWith({ intent: 'end', reason }, clock.nowMs());
    return 'The call ends as soon as you have said goodbye.';
  });

/** Hands the call to a human once the model has said so. */
export const transferToAgent = ({ conversation, clock }: BuiltInContext) =>
  defineTool(
    z.object({ reason: reasonCode, summary: z.string().min(1).max(8000) }),
    ({ reason, summary }) => {
      conversation.endWith({ intent: 'transfer', reason, summary }, clock.nowMs());
      return 'The caller is connected to a human as soon as you have said so.';
    },
  );
