import type { OpenConversation, OpenToolUse, OpenTurn } from '@patchbay/call';
import { lateResult } from '@patchbay/speech';
import { FAREWELL_LIMIT_MS } from './conversation';
import type { AskedTool } from './open-tool-uses';

/** What a model is told whose reply was cut off because its bridge was lost. */
export const GO_ON =
  'You were cut off in your last answer. The caller has heard it as far as it stands above. ' +
  'Go on from there, and repeat nothing of it.';

/** What a model is told of a tool whose work may have been done, or not. */
export const LOST_RESULT = {
  status: 'failed',
  error:
    'Whether it was done is unknown. Do not use it again for the same; tell the caller honestly.',
} as const;

export interface TakeOver {
  readonly nowMs: number;
  /** Whether a tool of this name changes something in the world. */
  readonly isAction: (tool: string) => boolean;
}

/** A talk with another owner, and what that one has to do so that it goes on. */
export interface TakenOver {
  readonly conversation: OpenConversation;
  /** What the model is told. */
  readonly texts: readonly string[];
  /** The caller's last words were not answered: they are put to the model again. */
  readonly repeatsQuestion: boolean;
  /** Tools that have done nothing yet: they are run. */
  readonly unfinished: readonly AskedTool[];
}

/**
 * How a talk goes on under a new owner. Sound that is stored is still played; a reply that was
 * being made is over where its sound ends, and the model goes on from there; what a tool may have
 * done is not done again; an ending that was asked for comes.
 */
export function takeOver(open: OpenConversation, { nowMs, isAction }: TakeOver): TakenOver {
  const cut = open.turns.map((turn) => cutOff(turn, nowMs));
  const toolUses = open.toolUses.map((use) => withoutOwner(use, isAction));
  const isFarewellSaid = open.ending?.farewell === true && cut.every((turn) => turn.replyEnded);
  const untold = isFarewellSaid ? [] : toolUses.filter(isUntold);
  const ending = open.ending && {
    ...open.ending,
    farewell: isFarewellSaid,
    // A model that is told something now gets its time anew.
    silentUntilMs: nowMs + (untold.length > 0 ? FAREWELL_LIMIT_MS : 0),
  };
  const due = ending || untold.length > 0 ? 'nothing' : dueOf(cut.at(-1), open.turns.at(-1));
  const turns = untold.length > 0 ? withLastGoingOn(cut, open.turns) : cut;
  return {
    conversation: {
      turns: noted(turns.filter(isOfUse), open.toolUses),
      ...(ending && { ending }),
      held: open.held,
      toolUses,
    },
    repeatsQuestion: due === 'answer',
    texts: due === 'rest' ? [GO_ON] : untold.flatMap(textOf),
    unfinished: toolUses.flatMap(({ toolUseId, name, stage, input }) =>
      stage === 'asked' && input !== undefined ? [{ toolUseId, name, input }] : [],
    ),
  };
}

/** What the caller waits for: an answer, the rest of one, or nothing. */
function dueOf(last: OpenTurn | undefined, before: OpenTurn | undefined) {
  if (!last || before?.replyEnded !== false) return 'nothing';
  return last.segments.length === 0 && last.callerTexts.length > 0 ? 'answer' : 'rest';
}

const isUnderWay = ({ replyEnded, segments }: OpenTurn) => !replyEnded && segments.length > 0;

/** Nothing of the reply comes after what is stored; if that is nothing, there was no reply. */
function cutOff(turn: OpenTurn, nowMs: number): OpenTurn {
  if (!isUnderWay(turn)) return turn;
  if (turn.parts.length === 0) return { ...turn, segments: [] };
  return { ...turn, replyEnded: true, interrupted: true, endedAtMs: nowMs };
}

/** A turn in which all that was said is stored, such as a filler, goes on with a tool's result. */
function withLastGoingOn(cut: readonly OpenTurn[], open: readonly OpenTurn[]): OpenTurn[] {
  const last = open.at(-1);
  const isWhole = last?.segments.every(({ soundComplete }) => soundComplete) === true;
  return isWhole && last.parts.length > 0 ? [...cut.slice(0, -1), last] : [...cut];
}

/** A turn of the bot's own that came to nothing is none. */
const isOfUse = ({ callerTexts, parts, tools, replyEnded }: OpenTurn) =>
  replyEnded || callerTexts.length > 0 || parts.length > 0 || tools.length > 0;

/** The turn in which a tool was lost tells so. */
function noted(turns: readonly OpenTurn[], uses: readonly OpenToolUse[]): OpenTurn[] {
  const lost = uses.filter(({ stage }) => stage === 'running');
  const tools = lost.map(({ name }) => ({ name, outcome: 'unknown' as const }));
  return turns.map((turn, index) =>
    index === turns.length - 1 ? { ...turn, tools: [...turn.tools, ...tools] } : turn,
  );
}

/** What was lost is told once; a result, until the model has spoken of it to the end. */
const isUntold = ({ stage, told }: OpenToolUse) => stage !== 'lost' || !told;

function withoutOwner(use: OpenToolUse, isAction: TakeOver['isAction']): OpenToolUse {
  if (use.stage !== 'running') return use;
  return { ...use, stage: 'lost', ...(!isAction(use.name) && { harmless: true }) };
}

function textOf({ name, stage, result }: OpenToolUse): string[] {
  if (stage === 'lost') return [lateResult(name, LOST_RESULT)];
  return stage === 'answered' && result !== undefined ? [lateResult(name, JSON.parse(result))] : [];
}
