import type { OpenConversation } from '@patchbay/call';
import type { StoredTurn } from '@patchbay/contracts';
import type { HistoryMessage, Recollection } from '@patchbay/speech';
import { cutReply, isOfUse, isQuestion, isWhole } from './cut-off';
import { saidIn } from './talk-history';
import { OpenToolUses } from './open-tool-uses';
import { recollect } from './recollect';
import { isTurnOver, isWaiting, newTurn, type ReplyPart, type StoredPart, type Turn } from './turn';

/** How the bot's leg is to end once everything said before was played. */
export type Ending =
  | { readonly intent: 'transfer'; readonly reason: string; readonly summary: string }
  | { readonly intent: 'end'; readonly reason: string };

/** What the flow should do next. */
export type NextStep = { readonly intent: 'speak'; readonly part: ReplyPart } | Ending;

/**
 * A model that was told to end the call gets this long to begin its farewell; after that the call
 * ends without one, so that nobody is left in silence.
 */
export const FAREWELL_LIMIT_MS = 5000;

/**
 * After a caller who spoke over the bot is quiet again, words must be understood within this time;
 * else it was a cough, and the reply goes on.
 */
export const UNDERSTAND_LIMIT_MS = 1500;

/** A talk that another owner of the call began. */
export interface ConversationStart {
  readonly conversation?: OpenConversation | undefined;
  /** What was said in turns that are over and stored, oldest first. */
  readonly said: readonly HistoryMessage[];
  readonly nowMs: number;
}

/**
 * Turn-taking as a state machine: what the speech session tells and what the flow acknowledges go
 * in; the next step and the turns that are over come out. Holds no timers and does no I/O.
 *
 * A reply is a list of segments (text), each cut into parts (sound). Parts wait until the flow
 * asks; a caller who interrupts voids those not handed out yet.
 */
export class Conversation {
  #turns: Turn[] = [];
  /** What was said in turns that were given away already. */
  #said: HistoryMessage[] = [];
  #reply = 0;
  /** The turn in which the current reply is spoken; the caller may have begun another one since. */
  #replyTurn: Turn | undefined;
  #ending: { readonly step: Ending; silentUntilMs: number; farewell: boolean } | undefined;

  /** While set, nothing is handed out before this time: the caller speaks over the bot. */
  #heldUntilMs: number | undefined;

  /** The model was cut off in its last reply, and no other has gone on with it yet. */
  #restDue: boolean;

  /** Uses of tools that the model still has to speak of. */
  readonly toolUses: OpenToolUses;

  /** @param from where another owner of the call left off; without it nothing was said yet */
  constructor(from?: ConversationStart) {
    const { conversation, said = [], nowMs = 0 } = from ?? {};
    this.#said.push(...said);
    this.#turns = structuredClone(conversation?.turns ?? []);
    this.#ending = structuredClone(conversation?.ending);
    this.#restDue = conversation?.restDue === true;
    this.toolUses = new OpenToolUses(conversation?.toolUses);
    if (conversation?.held) this.#heldUntilMs = nowMs + UNDERSTAND_LIMIT_MS;
  }

  /** What another owner needs to go on from here; the words of turns given away are not in it. */
  snapshot(): OpenConversation {
    return {
      turns: structuredClone(this.#turns),
      ...(this.#ending && { ending: structuredClone(this.#ending) }),
      held: this.#heldUntilMs !== undefined,
      toolUses: this.toolUses.snapshot(),
      ...(this.#restDue && { restDue: true }),
    };
  }

  /** Names the reply that is being spoken; a part rendered for an older one is void. */
  get reply(): number {
    return this.#reply;
  }

  /** A phrase that the flow is playing already, such as the greeting (answer 0). */
  opened(text: string, part: StoredPart, nowMs: number): void {
    const turn = this.#open(nowMs);
    turn.segments.push({ text, soundComplete: true });
    turn.parts.push({ ...part, segment: 0, cursor: 0, played: false });
    turn.replyEnded = true;
  }

  /**
   * A phrase of the bot's own that is ready to be played, behind what waits already: a turn of its
   * own, or, while the model is still to answer, a filler in the turn under way.
   */
  say(text: string, part: StoredPart, nowMs: number): void {
    const waitsForModel = this.#turns.some((turn) => !turn.replyEnded);
    const turn = this.#speaking(nowMs);
    turn.segments.push({ text, soundComplete: true });
    turn.parts.push({ ...part, segment: turn.segments.length - 1, played: false });
    turn.replyEnded = !waitsForModel;
  }

  callerSaid(text: string, nowMs: number): void {
    const last = this.#turns.at(-1);
    const turn = !last || last.segments.length > 0 || last.replyEnded ? this.#open(nowMs) : last;
    turn.callerTexts.push(text);
    turn.endedAtMs = nowMs;
    this.#restDue = false;
    this.toolUses.callerSaid();
  }

  replyText(reply: number, text: string, nowMs: number): void {
    if (reply !== this.#reply) return;
    const turn = this.#speaking(nowMs);
    turn.segments.push({ text, soundComplete: false });
    this.#restDue = false;
    this.toolUses.replyBegan();
    if (this.#ending) this.#ending.farewell = true;
  }

  /** A part of reply `reply` is stored and can be played. */
  partReady(reply: number, part: StoredPart): void {
    const turn = this.#replyTurn;
    if (reply !== this.#reply || !turn) return;
    turn.parts.push({ ...part, segment: Math.max(0, turn.segments.length - 1), played: false });
  }

  /** All sound of the newest segment was turned into parts. */
  segmentEnded(reply: number): void {
    const segment = this.#replyTurn?.segments.at(-1);
    if (reply === this.#reply && segment) segment.soundComplete = true;
  }

  replyEnded(reply: number, nowMs: number): void {
    const turn = this.#replyTurn;
    if (reply !== this.#reply || !turn) return;
    turn.replyEnded = true;
    turn.endedAtMs = nowMs;
    this.toolUses.replyEnded();
  }

  /** The caller spoke over the bot: what was not handed out will never be played. */
  interrupted(nowMs: number): void {
    this.#reply += 1;
    this.#heldUntilMs = undefined;
    this.#restDue = false;
    this.toolUses.replyEnded();
    for (const turn of this.#turns) {
      // A question that is answered by keys is asked all the same: somebody waits for its answer.
      const dropped = turn.parts.filter((part) => isWaiting(part) && !part.collect);
      if (dropped.length === 0 && (turn.replyEnded || turn.segments.length === 0)) continue;
      for (const part of dropped) part.dropped = true;
      Object.assign(turn, { interrupted: true, replyEnded: true, endedAtMs: nowMs });
    }
  }

  /**
   * The model is gone, maybe in the middle of a reply. Sound that is stored is still played; the
   * reply is over where that ends, and another model goes on from there.
   */
  cutOff(nowMs: number): void {
    this.#reply += 1;
    this.#replyTurn = undefined;
    const wasToldOf = this.toolUses.replyCut();
    const last = this.#turns.at(-1);
    const wasOpen = last?.replyEnded === false;
    // A filler before a tool's result is no reply: the turn goes on with that.
    const isFiller = wasOpen && isWhole(last) && !wasToldOf && this.toolUses.untold.length > 0;
    for (const turn of this.#turns) if (turn !== last || !isFiller) cutReply(turn, nowMs);
    this.#restDue ||= wasOpen && !isQuestion(last);
    this.#endAnew(nowMs);
    this.#turns = this.#turns.filter(isOfUse);
  }

  /** What another model must know that takes the talk as it stands. */
  recall(): Recollection {
    this.toolUses.modelChanged();
    return recollect({
      history: this.history(),
      untold: this.#isFarewellSaid ? [] : this.toolUses.untold,
      due: this.#ending ? undefined : this.#due,
    });
  }

  /** What was said so far, oldest first; of the bot's words those that were played or will be. */
  history(): HistoryMessage[] {
    return [...this.#said, ...saidIn(this.#turns)];
  }

  /** It is the caller's turn: everything was said, played and answered. */
  get isIdle(): boolean {
    return this.#turns.every(isTurnOver) && !this.#ending && this.#heldUntilMs === undefined;
  }

  /** The call was asked to end, and will once everything is said. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** Whether the bot has more to say, or is still making it up. */
  get hasMoreToSay(): boolean {
    return this.#turns.some(
      (turn) => turn.parts.some(isWaiting) || (turn.segments.length > 0 && !turn.replyEnded),
    );
  }

  /** The caller speaks over the bot: what was not handed out is held until it is known why. */
  hold(): void {
    if (this.hasMoreToSay) this.#heldUntilMs = Infinity;
  }

  /** The caller is quiet again: words must be understood soon, or the reply goes on. */
  callerQuiet(nowMs: number): void {
    if (this.#heldUntilMs === Infinity) this.#heldUntilMs = nowMs + UNDERSTAND_LIMIT_MS;
  }

  /** It was nothing: the reply goes on. */
  resume(): void {
    this.#heldUntilMs = undefined;
  }

  toolUsed(tool: StoredTurn['tools'][number], nowMs: number): void {
    this.#speaking(nowMs).tools.push(tool);
  }

  /**
   * The call shall end: after the model's farewell, or without one after `farewellLimitMs`.
   * A second request changes nothing.
   */
  endWith(step: Ending, nowMs: number, farewellLimitMs = FAREWELL_LIMIT_MS): void {
    if (this.#ending) return;
    this.#ending = { step, silentUntilMs: nowMs + farewellLimitMs, farewell: false };
    if (step.intent !== 'transfer') return;
    this.#speaking(nowMs).transfer = { reason: step.reason, summary: step.summary };
  }

  /** The flow has come back after answer `cursor`: everything up to it was played. */
  acknowledged(cursor: number): void {
    for (const part of this.#turns.flatMap((turn) => turn.parts)) {
      if (part.cursor !== undefined && part.cursor <= cursor) part.played = true;
    }
  }

  /** The step that is due now, if any. A part given out must be marked by {@link handedOut}. */
  next(nowMs: number): NextStep | undefined {
    if (this.#heldUntilMs !== undefined && nowMs < this.#heldUntilMs) return undefined;
    const waiting = this.#turns.flatMap((turn) => turn.parts).find(isWaiting);
    if (waiting) return { intent: 'speak', part: waiting };
    return this.#isEndingDue(nowMs) ? this.#ending?.step : undefined;
  }

  /** In how many milliseconds {@link next} may answer differently although nothing happens. */
  nextLookMs(nowMs: number): number {
    const times = [this.#heldUntilMs, this.#ending?.silentUntilMs];
    const ahead = times.flatMap((timeMs) =>
      timeMs !== undefined && timeMs > nowMs ? [timeMs] : [],
    );
    return Math.min(...ahead, Infinity) - nowMs;
  }

  /** To be told before the answer is written, so that the write holds it. */
  handedOut(part: ReplyPart, cursor: number): void {
    part.cursor = cursor;
  }

  /** The answer could not be written, so the flow never heard of it: the part waits again. */
  takenBack(part: ReplyPart): void {
    part.cursor = undefined;
    const turn = this.#turns.find(({ parts }) => parts.includes(part));
    if (turn?.interrupted && !part.collect) part.dropped = true;
  }

  /** The caller is being asked for keys, or is about to be. */
  get isAskingKeys(): boolean {
    return this.#turns.some(({ parts }) =>
      parts.some(({ collect, played, dropped }) => collect && !played && !dropped),
    );
  }

  /** Turns that are over, oldest first; each is given once. */
  takeFinishedTurns(): Turn[] {
    const open = this.#turns.findIndex((turn) => !isTurnOver(turn));
    const over = this.#turns.splice(0, open < 0 ? this.#turns.length : open);
    this.#said.push(...saidIn(over));
    return over;
  }

  /** What is left when the call is over, with only what the caller was played. */
  takeRemainingTurns(nowMs: number): Turn[] {
    for (const turn of this.#turns) {
      const unplayed = turn.parts.filter((part) => !part.played && !part.dropped);
      const cut = unplayed.length > 0 || (!turn.replyEnded && turn.segments.length > 0);
      for (const part of unplayed) part.dropped = true;
      Object.assign(turn, { interrupted: turn.interrupted || cut, endedAtMs: nowMs });
    }
    return this.#turns.splice(0);
  }

  get #due(): Recollection['due'] {
    const last = this.#turns.at(-1);
    if (last && isQuestion(last)) return 'answer';
    return this.#restDue ? 'rest' : undefined;
  }

  get #isFarewellSaid(): boolean {
    return this.#ending?.farewell === true && this.#turns.every(({ replyEnded }) => replyEnded);
  }

  /** A model that is told something gets its time for a farewell anew. */
  #endAnew(nowMs: number): void {
    if (!this.#ending) return;
    this.#ending.farewell = this.#isFarewellSaid;
    const isTold = !this.#ending.farewell && this.toolUses.untold.length > 0;
    this.#ending.silentUntilMs = nowMs + (isTold ? FAREWELL_LIMIT_MS : 0);
  }

  #isEndingDue(nowMs: number): boolean {
    if (!this.#ending) return false;
    if (this.#ending.farewell) return this.#isFarewellSaid;
    return nowMs >= this.#ending.silentUntilMs;
  }

  /** The turn of the reply under way; else the newest one, or one of the bot's own if that is over. */
  #speaking(nowMs: number): Turn {
    if (this.#replyTurn && !this.#replyTurn.replyEnded) return this.#replyTurn;
    const last = this.#turns.at(-1);
    this.#replyTurn = last && !last.replyEnded ? last : this.#open(nowMs);
    return this.#replyTurn;
  }

  #open(nowMs: number): Turn {
    const turn = newTurn(nowMs);
    this.#turns.push(turn);
    return turn;
  }
}
