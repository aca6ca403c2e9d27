import { endOf, isPart, promptsOf, type CallAccount } from './call-account';

/** What a caller heard after a fault. */
export interface Silence {
  readonly contactId: string;
  /**
   * The longest time in which neither somebody answered nor the caller spoke: from the fault, or the
   * end of the prompt that sounded then, up to the next sound of any kind.
   */
  readonly soundAfterMs: number | undefined;
  /** The same to the next part of an answer, counted from the caller's last words if these came later. */
  readonly partAfterMs: number | undefined;
}

/** The silences of the calls that were up at the fault; `speed` is that of the lines. */
export const silencesAfter = (
  faultMs: number,
  accounts: readonly CallAccount[],
  speed: number,
): Silence[] =>
  accounts.filter(isUpAt(faultMs)).map((account) => silenceOf(account, faultMs, speed));

/** Whether a call was with the bot: its bridge had it, and its contact had not ended. */
export const isUpAt = (atMs: number) => (account: CallAccount) => {
  const end = endOf(account);
  const asked = account.polls.some(({ seenMs }) => seenMs < atMs);
  return asked && (end === undefined || end.seenMs > atMs);
};

function silenceOf(account: CallAccount, faultMs: number, speed: number): Silence {
  const prompts = promptsOf(account);
  const endMs = (prompt: (typeof prompts)[number]) => prompt.seenMs + prompt.durationMs / speed;
  const sounding = prompts.filter(({ seenMs }) => seenMs <= faultMs).at(-1);
  const fromMs = Math.max(faultMs, sounding ? endMs(sounding) : faultMs);
  const next = prompts.find(({ seenMs }) => seenMs > faultMs);
  const part = prompts.find((prompt) => prompt.seenMs > faultMs && isPart(prompt));
  const askedMs = lastWordsBefore(part?.seenMs ?? Infinity, account);
  return {
    contactId: account.contactId,
    soundAfterMs: next && longestQuietMs(account, fromMs, next.seenMs),
    partAfterMs: part && Math.max(0, part.seenMs - Math.max(fromMs, askedMs)),
  };
}

/**
 * The longest that a caller heard nothing in this span, from the end of a prompt, or of their own
 * words, to the next prompt.
 */
export function longestSilenceMs(
  account: CallAccount,
  span: { readonly fromMs: number; readonly toMs: number },
  speed: number,
): number {
  const prompts = promptsOf(account);
  const quiets = prompts.slice(1).map(({ seenMs }, index) => {
    const before = prompts[index];
    const promptEndMs = (before?.seenMs ?? 0) + (before?.durationMs ?? 0) / speed;
    const isWithin = seenMs > span.fromMs && promptEndMs < span.toMs;
    return isWithin ? seenMs - Math.max(promptEndMs, lastWordsBefore(seenMs, account)) : 0;
  });
  return Math.round(Math.max(0, ...quiets));
}

/** A caller who speaks waits for nobody. */
function longestQuietMs({ progress }: CallAccount, fromMs: number, toMs: number): number {
  let quietFromMs: number | undefined = fromMs;
  let longestMs = 0;
  for (const { type, seenMs } of progress) {
    if (seenMs >= toMs) break;
    if (type === 'caller-silent') quietFromMs = Math.max(fromMs, seenMs);
    if (type !== 'caller-speaks') continue;
    if (quietFromMs !== undefined) longestMs = Math.max(longestMs, seenMs - quietFromMs);
    quietFromMs = undefined;
  }
  return quietFromMs === undefined ? longestMs : Math.max(longestMs, toMs - quietFromMs);
}

const lastWordsBefore = (atMs: number, { progress }: CallAccount) =>
  progress.filter(({ type, seenMs }) => type === 'caller-silent' && seenMs < atMs).at(-1)?.seenMs ??
  -Infinity;
