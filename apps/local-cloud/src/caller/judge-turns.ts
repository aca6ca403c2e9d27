import type { HeardTurn } from './heard-turns';
import type { CallProgress } from './place-call';
import type { Expectation } from './scenario';

type ExpectedTurn = Expectation['turns'][number];

/** What a call left behind, and how it was heard. */
export interface CallTrace {
  /** In order. */
  readonly turns: readonly HeardTurn[];
  readonly events: readonly { readonly type: string }[];
  readonly progress: readonly CallProgress[];
  /** How much faster than life the line was. */
  readonly speed: number;
}

/** How a call's turns and events differed from what its scenario expects, in words. */
export function judgeTurns(expected: Expectation, trace: CallTrace): string[] {
  const cut = trace.turns.filter(({ stored }) => stored.interrupted).length;
  return [
    ...missingTurns(expected.turns, trace),
    ...(expected.wholeReplies && cut > 0 ? [`${cut} replies were cut off`] : []),
    ...expected.events
      .filter((wanted) => !trace.events.some(({ type }) => type === wanted))
      .map((wanted) => `no event ${wanted} was published`),
    ...told(expected.secrets, trace),
  ];
}

/** Secrets that somebody wrote down. */
function told(secrets: readonly string[], { turns, events }: CallTrace): string[] {
  const written = JSON.stringify([turns.map(({ stored }) => stored), events]);
  return secrets.flatMap((secret, index) =>
    new RegExp(`\\b${secret}\\b`).test(written)
      ? [`secret ${index + 1} stands in a turn or an event`]
      : [],
  );
}

/** The first turn that did not come in its order; what was to follow it is not looked for. */
function missingTurns(expected: readonly ExpectedTurn[], trace: CallTrace): string[] {
  let from = 0;
  for (const turn of expected) {
    const at = trace.turns.findIndex((heard, i) => i >= from && isAsExpected(turn, heard, trace));
    if (at < 0) return [`no turn was as expected: ${JSON.stringify(turn)}`];
    from = at + 1;
  }
  return [];
}

function isAsExpected(expected: ExpectedTurn, turn: HeardTurn, trace: CallTrace): boolean {
  const { caller, bot, interrupted, tools, heardWithinMs } = expected;
  const { stored } = turn;
  const done = stored.tools.filter(({ outcome }) => outcome === 'ok').map(({ name }) => name);
  return (
    shows(caller, stored.caller?.text ?? '') &&
    shows(bot, stored.bot.text) &&
    (interrupted === undefined || interrupted === stored.interrupted) &&
    (tools === undefined || String(tools) === String(done)) &&
    (heardWithinMs === undefined || isHeardWithin(heardWithinMs, turn, trace))
  );
}

const shows = (pattern: string | undefined, text: string) =>
  pattern === undefined || new RegExp(pattern, 'iu').test(text);

/** Services do not run faster with the line: there, their share of the wait looks longer. */
const isHeardWithin = (limitMs: number, { heardAfterMs }: HeardTurn, { speed }: CallTrace) =>
  speed > 1 || (heardAfterMs !== undefined && heardAfterMs <= limitMs);

/**
 * A part that starts by then may have been on its way already: 300 ms of speech must be heard
 * before it counts, 364 ms after the line it is in the stream, and a part that was handed out just
 * before takes 270 ms to its first sound (a Lambda's end, and the start of a prompt).
 */
const REACTION_MS = 1000;

/** After the caller spoke over a reply, no further part of it may start. */
export function judgeBargeIn({ turns, progress }: Pick<CallTrace, 'turns' | 'progress'>): string[] {
  const interruptions = progress.filter((entry) => entry.type === 'caller-speaks');
  return interruptions
    .filter(({ atMs }) =>
      turns.some(
        ({ prompts }) =>
          prompts.some((prompt) => prompt.atMs < atMs) &&
          prompts.some((prompt) => prompt.atMs > atMs + REACTION_MS),
      ),
    )
    .map(({ text }) => `the bot went on with its reply after “${text}”`);
}
