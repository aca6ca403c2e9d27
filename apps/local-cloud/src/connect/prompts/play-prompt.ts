import { firstSound } from '../line/loudness';
import { SAMPLES_PER_MS } from '../line/media-clock';
import type { Call } from '../services';
import type { PromptSource } from './prompt-source';
import { renderPrompt, type Prompt } from './render-prompt';
import { PromptRefusedError } from './prompt-wav';

/**
 * Plays a prompt to its end, or until `stop`.
 * @returns false when it could not be played; the call then holds the complaint
 */
export async function playPrompt(
  source: PromptSource,
  call: Call,
  stop?: AbortSignal,
): Promise<boolean> {
  const startDelay = call.line.pause(call.services.delays.promptStartMs);
  try {
    const prompt = await renderPrompt(source, call.services);
    await startDelay;
    if (stop?.aborted) return true;
    call.contact.lambdaMsSincePrompt = 0;
    await play(prompt, call, stop);
    return true;
  } catch (error) {
    if (!(error instanceof PromptRefusedError)) throw error;
    call.complain(error.message);
    return false;
  }
}

function play({ uri, pcm }: Prompt, call: Call, stop?: AbortSignal): Promise<void> {
  const audible = firstSound(pcm) !== undefined;
  return call.line.play(pcm, {
    ...(stop && { stop }),
    onStart(heardAfterMs) {
      if (audible) call.promptStarted(uri, pcm.length / SAMPLES_PER_MS, heardAfterMs);
    },
  });
}
