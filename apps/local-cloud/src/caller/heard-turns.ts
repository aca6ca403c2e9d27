import type { StoredTurn } from '@patchbay/contracts';
import type { CallProgress } from './place-call';

export type HeardPrompt = Extract<CallProgress, { type: 'prompt' }>;

/** A turn of the bot's record, and how the caller heard it. */
export interface HeardTurn {
  readonly stored: StoredTurn;
  /** Its parts, as far as they have sounded. */
  readonly prompts: readonly HeardPrompt[];
  /** From the end of the caller's words to its first sound, where it was an answer. */
  readonly heardAfterMs?: number;
}

/**
 * Finds the prompts of each turn; `turns` and `prompts` are in order. A part's key alone does not
 * tell: a phrase that is said again has the same one.
 */
export function heardTurns(
  turns: readonly StoredTurn[],
  prompts: readonly HeardPrompt[],
): HeardTurn[] {
  let from = 0;
  const promptOf = ({ audioKey }: { audioKey: string }) => {
    const at = prompts.findIndex(({ uri }, i) => i >= from && uri.endsWith(audioKey));
    if (at >= 0) from = at + 1;
    return prompts[at] ?? [];
  };
  return turns.map((stored) => {
    const own = stored.bot.parts.flatMap(promptOf);
    const heardAfterMs = own.find((prompt) => prompt.heardAfterMs !== undefined)?.heardAfterMs;
    return { stored, prompts: own, ...(heardAfterMs !== undefined && { heardAfterMs }) };
  });
}
