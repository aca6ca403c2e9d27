import { z } from 'zod';
import { playPrompt } from '../prompts/play-prompt';
import { withPromptSource } from '../prompts/prompt-source';
import { defineAction, DONE, FAILED } from './action';

/** Plays prompts over and over until the contact leaves the queue; here, until the line is cut. */
export const messageParticipantIteratively = defineAction({
  parameters: z.strictObject({ Messages: z.array(withPromptSource({})).min(1) }),
  errors: ['NoMatchingError'],
  loops: true,
  async run({ Messages }, call) {
    while (!call.line.closed.aborted) {
      for (const message of Messages) if (!(await playPrompt(message, call))) return FAILED;
    }
    return DONE;
  },
});
