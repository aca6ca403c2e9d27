import type { Bridge } from '../fleet/bridge';
import { isPart, promptsOf, type CallAccount } from '../fleet/call-account';

/** A speech session that was lost under a call. */
export interface Loss {
  readonly contactId: string;
  /** Of the monotonic clock. */
  readonly atMs: number;
  /** How long the call was without a session; undefined when it was over before it got another. */
  readonly reconnectedMs: number | undefined;
}

const LOST = 'A speech session was lost';
const RENEWED = 'The talk goes on in another speech session';
const OVER = 'The call is over';

/** Every loss that a bridge has told of, with what it told next of the same call. */
export function lossesIn(log: ReturnType<Bridge['log']>): Loss[] {
  const steps = log
    .filter(({ msg = '' }) => [LOST, RENEWED, OVER].includes(msg))
    .map(({ msg, time, contactId }) => ({ msg, contactId, atMs: Date.parse(String(time)) }));
  return steps.flatMap(({ msg, contactId, atMs }, index) => {
    if (msg !== LOST) return [];
    const next = steps.slice(index + 1).find((step) => step.contactId === contactId);
    const reconnectedMs = next?.msg === RENEWED ? next.atMs - atMs : Infinity;
    return {
      contactId: String(contactId),
      atMs: atMs - performance.timeOrigin,
      reconnectedMs: next?.msg === OVER ? undefined : reconnectedMs,
    };
  });
}

/**
 * The longest silence that the caller heard from the loss to their next words, in which the end of
 * their wait for a whole answer does not count; undefined for callers who were not waiting. Who gives
 * up on half an answer has waited for ever. A tool that the next session runs is counted from: without
 * a loss, too, a model thinks before a tool and again after it.
 */
export function silenceAfter({ atMs }: Loss, account: CallAccount): number | undefined {
  const acts = account.progress.filter(
    ({ type }) => type.startsWith('caller-') || type === 'prompt' || type === 'ended',
  );
  const tools = account.toolRuns.map(({ seenMs }) => seenMs);
  const before = acts.filter(({ seenMs }) => seenMs <= atMs).at(-1);
  if (!before || before.type === 'caller-speaks' || before.type === 'ended') return undefined;
  const after = acts.filter(({ seenMs }) => seenMs > atMs);
  const words = after.findIndex(({ type }) => type === 'caller-speaks');
  const heard = words < 0 ? after : after.slice(0, words);
  let quietFromMs = Math.max(atMs, endOfSound(before));
  const silences = heard.map((act) => {
    const began = tools.filter((ranAtMs) => ranAtMs < act.seenMs);
    const silenceMs = Math.max(0, act.seenMs - Math.max(quietFromMs, ...began));
    quietFromMs = endOfSound(act);
    return silenceMs;
  });
  const isDone = heard.at(-1)?.type === 'ended' || isWhole(answerAround(atMs, account));
  if (!isDone) return Infinity;
  return silences.length > 0 ? Math.max(...silences) : undefined;
}

const endOfSound = (act: CallAccount['progress'][number]) =>
  act.seenMs + (act.type === 'prompt' ? act.durationMs : 0);

/** Whether the caller had heard some of the answer that was cut. */
export const wasHeard = ({ atMs }: Loss, account: CallAccount) =>
  answerAround(atMs, account).some(({ seenMs }) => seenMs <= atMs);

/** The parts that were played between the caller's words before and after a moment. */
function answerAround(atMs: number, account: CallAccount) {
  const speaks = account.progress.filter(({ type }) => type === 'caller-speaks');
  const fromMs = speaks.filter(({ seenMs }) => seenMs <= atMs).at(-1)?.seenMs ?? 0;
  const toMs = speaks.find(({ seenMs }) => seenMs > atMs)?.seenMs ?? Infinity;
  const words = new Map(
    account.turns.flatMap(({ bot }) => bot.parts.map(({ audioKey, text }) => [audioKey, text])),
  );
  return promptsOf(account)
    .filter((prompt) => isPart(prompt) && prompt.seenMs >= fromMs && prompt.seenMs < toMs)
    .map(({ uri, seenMs }) => ({
      seenMs,
      text: [...words].find(([audioKey]) => uri.endsWith(audioKey ?? ''))?.[1] ?? '',
    }));
}

const isWhole = (parts: readonly { text: string }[]) =>
  parts.at(-1)?.text.endsWith('call.') === true;
