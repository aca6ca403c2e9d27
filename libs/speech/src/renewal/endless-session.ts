import {
  AsyncQueue,
  errorName,
  isRetryable,
  type Clock,
  type Logger,
  type SharedTimer,
} from '@patchbay/platform';
import { SpeechHistoryTooLongError } from '../errors';
import type { RenewalReason, SpeechEvent } from '../speech-event';
import type { HistoryMessage, SpeechEngine } from '../speech-session';
import { CallerLine } from './caller-line';
import { Leg } from './leg';
import type { RenewalSettings } from './renewal-settings';
import { RenewalState, type RenewalStep } from './renewal-state';
import type { Recollection, RenewingSession, RenewingSessionOptions } from './renewing-session';
import { lastQuestion, replayable, scaled } from './replayed-history';
import { TargetRotation } from './target-rotation';
import { GO_ON, lateResult } from './told-late';
import { ToolUses } from './tool-uses';

/** A session that lived for so long has shown that its target works, though it told nothing. */
const PROVEN_AFTER_MS = 10_000;

export interface EndlessSessionDependencies {
  readonly engineIn: (region: string) => SpeechEngine;
  readonly clock: Clock;
  readonly settings: RenewalSettings;
  readonly logger: Logger;
  /** Looks after all sessions of an engine. */
  readonly timer: SharedTimer;
  readonly random?: () => number;
}

/** What was told by a session, or by nobody but the endless one itself. */
interface Told {
  readonly event: SpeechEvent;
  readonly leg?: Leg;
}

/** What is so whatever becomes of the session that told it. */
const OUTLASTING: ReadonlySet<SpeechEvent['type']> = new Set(['caller-text', 'usage']);

/**
 * One endless session out of the model's bounded ones, of which one at a time carries the talk.
 * Every sample of the caller is heard by the session that carries the talk then, and by one alone,
 * except for speech that the one before had begun to hear: that is heard again from its onset, by
 * the session that will answer. What another session says is dropped.
 */
export class EndlessSession implements RenewingSession {
  readonly #options: RenewingSessionOptions;
  readonly #dependencies: EndlessSessionDependencies;
  readonly #outbox = new AsyncQueue<Told>();
  readonly #state: RenewalState;
  readonly #targets: TargetRotation;
  readonly #caller: CallerLine;
  readonly #stopStepping: () => void;
  readonly #toolUses = new ToolUses();
  readonly #closing = new Set<Promise<void>>();
  /** The session that carries the talk; undefined between a loss and the next try. */
  #leg: Leg | undefined;
  /** The next one, while it settles. */
  #standby: Leg | undefined;
  #reopening = { atMs: 0, reason: 'lost' as RenewalReason };
  /** Texts that came while there was no session. */
  #waitingTexts: string[] = [];
  #historyScale = 1;
  #closed = false;

  constructor(options: RenewingSessionOptions, dependencies: EndlessSessionDependencies) {
    const { settings, timer, random } = dependencies;
    this.#options = options;
    this.#dependencies = dependencies;
    this.#state = new RenewalState(settings);
    this.#targets = new TargetRotation(options.targets, settings, random);
    const { inputSampleRateHz, backlogMs } = options;
    this.#caller = new CallerLine(inputSampleRateHz, settings.heldAudioMs, backlogMs);
    this.#stopStepping = timer.add(() => this.#step());
    const talk = options.recall();
    this.#takeUp(talk, talk.due);
  }

  get notUnderstoodMs(): number {
    return this.#caller.notUnderstoodMs;
  }

  get events(): AsyncIterable<SpeechEvent> {
    return this.#handOut();
  }

  sendAudio(pcm: Int16Array): void {
    if (this.#closed || pcm.length === 0) return;
    this.#caller.push(pcm, this.#nowMs());
    this.#giveAudio();
  }

  sendText(text: string): void {
    if (this.#closed) return;
    this.#state.asked(this.#nowMs());
    if (this.#leg) this.#leg.session.sendText(text);
    else this.#waitingTexts.push(text);
  }

  sendToolResult(toolUseId: string, result: unknown): void {
    const use = this.#toolUses.take(toolUseId);
    if (this.#closed || !use) return;
    this.#state.toolAnswered(toolUseId, this.#nowMs());
    // Without a session nobody is told: the next one learns it by `recall`.
    if (!this.#leg) return;
    if (use.leg === this.#leg) this.#leg.session.sendToolResult(toolUseId, result);
    else this.sendText(lateResult(use.name, result));
  }

  reopen(): void {
    if (this.#closed || !this.#leg) return;
    this.#leg.isVoid = true;
    this.#state.replyCut();
    this.#letGo();
    this.#reopen('reopened', true);
  }

  async close(): Promise<void> {
    this.#end();
    await Promise.all(this.#closing);
  }

  readonly #steps: Readonly<Record<RenewalStep, () => void>> = {
    stay: () => undefined,
    prepare: () => {
      if (!this.#caller.isQuiet) return;
      this.#caller.turnOver();
      this.#standby = this.#openLeg(this.#options.recall().history);
      this.#state.prepared(this.#nowMs());
    },
    promote: () => {
      const old = this.#leg;
      const next = this.#standby;
      if (!next) return;
      this.#standby = undefined;
      this.#cutReply();
      if (old) this.#retire(old);
      // If the caller began to speak at the same moment, the onset was still given to the old one.
      if (this.#caller.hasNews) this.#caller.giveAgain();
      this.#renewed('age', old);
      this.#carryOn(next);
    },
    abandon: () => this.#dropStandby(),
    replace: () => {
      this.#letGo();
      // Its user is told first that the reply is lost, and then asked how the talk stands.
      this.#reopening = { atMs: this.#nowMs(), reason: 'age' };
    },
  };

  #step(): void {
    const nowMs = this.#nowMs();
    if (this.#caller.isSpeaking) this.#state.callerSounds(nowMs);
    if (this.#leg) this.#steps[this.#state.next(nowMs)]();
    else if (nowMs >= this.#reopening.atMs) {
      this.#reopen(this.#reopening.reason, this.#state.isAnswerDue(nowMs));
    }
    this.#giveAudio();
  }

  #told(leg: Leg, event: SpeechEvent): void {
    if (leg !== this.#leg) {
      if (event.type === 'usage') this.#outbox.push({ event });
      return;
    }
    this.#state.told(event, this.#nowMs());
    leg.hasWorked ||= event.type !== 'usage';
    if (event.type === 'caller-text') this.#caller.understood();
    if (event.type === 'tool-use') this.#toolUses.asked(event.toolUseId, leg, event.name);
    this.#outbox.push({ event, leg });
  }

  /** Leaves out what a session was about to say or do that was given up for its wrong memory. */
  async *#handOut(): AsyncGenerator<SpeechEvent> {
    for await (const { event, leg } of this.#outbox) {
      const isDropped = leg?.isVoid && !OUTLASTING.has(event.type);
      if (event.type === 'tool-use') this.#decideOnTool(event.toolUseId, isDropped === true);
      if (!isDropped) yield event;
    }
  }

  #decideOnTool(toolUseId: string, isDropped: boolean): void {
    if (!isDropped) return this.#toolUses.handedOut(toolUseId);
    this.#toolUses.take(toolUseId);
    this.#state.toolDropped(toolUseId);
  }

  #ended(leg: Leg, error: unknown): void {
    if (leg !== this.#leg && leg !== this.#standby) return;
    const ageMs = Math.round(this.#nowMs() - leg.openedMs);
    this.#log('warn', 'A speech session was lost', {
      errorName: errorName(error),
      durationMs: ageMs,
    });
    if (error instanceof SpeechHistoryTooLongError) this.#historyScale /= 2;
    if (leg === this.#standby) return this.#dropStandby();
    const isProven = leg.hasWorked || ageMs >= PROVEN_AFTER_MS;
    if (isProven) this.#targets.worked();
    const waitMs = this.#targets.failed(isProven || isRetryable(error));
    this.#letGo();
    if (waitMs === undefined) return this.#end(error);
    this.#reopening = { atMs: this.#nowMs() + waitMs, reason: 'lost' };
  }

  /** From now on nobody carries the talk; what the caller has begun to say goes to who comes next. */
  #letGo(): void {
    const old = this.#leg;
    this.#leg = undefined;
    if (old) this.#retire(old);
    if (this.#standby) this.#dropStandby();
    this.#cutReply();
    this.#caller.giveAgain();
  }

  /** @param isAnswerDue a model may also have heard the caller's words and have nothing to say */
  #reopen(reason: RenewalReason, isAnswerDue: boolean): void {
    const talk = this.#options.recall();
    this.#renewed(reason);
    // Whoever speaks again is heard again; what was due before that is not asked for twice.
    const isDue = !this.#caller.hasNews && (isAnswerDue || talk.due === 'rest');
    this.#takeUp(talk, isDue ? talk.due : undefined);
    this.#giveAudio();
  }

  /** Opens the session that carries the talk from here on, and tells it all that it has to know. */
  #takeUp({ history, results, atWork }: Recollection, due: Recollection['due']): void {
    const { before, question } =
      due === 'answer' ? lastQuestion(history) : { before: history, question: '' };
    this.#carryOn(this.#openLeg(before));
    for (const use of atWork) this.#toolUses.inherited(use);
    for (const { toolUseId, name, result } of results) {
      this.#toolUses.take(toolUseId);
      this.#state.toolAnswered(toolUseId, this.#nowMs());
      this.sendText(lateResult(name, result));
    }
    const ask = due === 'rest' ? GO_ON : question;
    for (const text of [ask, ...this.#waitingTexts.splice(0)]) if (text) this.sendText(text);
  }

  #openLeg(history: readonly HistoryMessage[]): Leg {
    const { modelId, region } = this.#targets.current;
    const caps = scaled(this.#dependencies.settings.history, this.#historyScale);
    const session = this.#dependencies
      .engineIn(region)
      .open({ ...this.#options, modelId, history: replayable(history, caps) });
    return new Leg(session, this.#nowMs(), {
      told: (leg, event) => this.#told(leg, event),
      ended: (leg, error) => this.#ended(leg, error),
    });
  }

  #carryOn(leg: Leg): void {
    this.#leg = leg;
    this.#state.opened(this.#nowMs());
  }

  #renewed(reason: RenewalReason, old?: Leg): void {
    const durationMs = old && Math.round(this.#nowMs() - old.openedMs);
    this.#log('info', 'The talk goes on in another speech session', {
      outcome: reason,
      ...(durationMs !== undefined && { durationMs }),
    });
    this.#outbox.push({ event: { type: 'session-renewed', reason } });
  }

  #dropStandby(): void {
    if (this.#standby) this.#retire(this.#standby);
    this.#standby = undefined;
    this.#state.unprepared(this.#nowMs());
  }

  /** A reply that ends in the middle must not leave anybody waiting for its rest. */
  #cutReply(): void {
    if (!this.#state.isReplyUnderWay) return;
    this.#state.replyCut();
    this.#outbox.push({ event: { type: 'reply-lost' } });
  }

  /** While the next session settles, the sound waits: it is for the one that will carry the talk. */
  #giveAudio(): void {
    if (this.#leg && !this.#standby) this.#caller.giveTo(this.#leg.session);
  }

  #retire(leg: Leg): void {
    const closed = leg.close().finally(() => this.#closing.delete(closed));
    this.#closing.add(closed);
  }

  #end(error?: unknown): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopStepping();
    for (const leg of [this.#leg, this.#standby]) if (leg) this.#retire(leg);
    this.#leg = this.#standby = undefined;
    if (error === undefined) this.#outbox.end();
    else this.#outbox.fail(error);
  }

  #log(level: 'info' | 'warn', message: string, fields: object): void {
    this.#dependencies.logger[level](message, { contactId: this.#options.contactId, ...fields });
  }

  #nowMs(): number {
    return this.#dependencies.clock.monotonicMs();
  }
}
