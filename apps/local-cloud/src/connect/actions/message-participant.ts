import { playPrompt } from '../prompts/play-prompt';
import { withPromptSource } from '../prompts/prompt-source';
import { defineAction, DONE, FAILED } from './action';

/** Plays one prompt to its end; the caller's voice does not stop it. */
export const messageParticipant = defineAction({
  parameters: withPromptSource({}),
  errors: ['NoMatchingError'],
  run: async (source, call) => ((await playPrompt(source, call)) ? DONE : FAILED),
});
