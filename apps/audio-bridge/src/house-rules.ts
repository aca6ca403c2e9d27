import { GuardrailWatch, type AgentDefinition } from '@patchbay/agent';
import type { RuleCounts } from '@patchbay/call';
import { sleep, type Clock } from '@patchbay/platform';
import type { Conversation, Ending } from './conversation/conversation';
import { SilenceWatch } from './conversation/silence-watch';

type WayOut = Ending['intent'];

/** A caller who waits longer hears the next filler. */
const FILLER_INTERVAL_MS = 6000;

export interface HouseRulesOptions {
  readonly agent: Pick<AgentDefinition, 'limits' | 'phrases' | 'guardrails'>;
  readonly conversation: Conversation;
  /** Has a phrase spoken as the bot's own turn; resolves once it can be played. */
  readonly say: (text: string) => Promise<void>;
  /** Is told why a phrase could not be spoken; the rules go on without it. */
  readonly onUnspoken: (error: unknown) => void;
  /** What the model says to the caller's last words must not be heard. */
  readonly muteModel: () => void;
  readonly clock: Clock;
  /** Waits, or less when the signal aborts. */
  readonly pause?: (delayMs: number, signal: AbortSignal) => Promise<void>;
  readonly startedAtMs: number;
  /** What an owner of the call before has counted. */
  readonly counts?: RuleCounts | undefined;
}

/**
 * What the bot does without asking the model: it asks a silent caller, ends or hands over a call
 * that is too long, and keeps the agent's guardrails.
 */
export class HouseRules {
  readonly #options: HouseRulesOptions;
  readonly #silence: SilenceWatch;
  readonly #guardrails: GuardrailWatch;
  readonly #over = new AbortController();
  #callerTurns: number;
  #callerSpeaks = false;
  #speaking = false;
  #leaving: boolean;
  #fillers = 0;

  constructor(options: HouseRulesOptions) {
    const { silencePromptAfterS, silencePrompts } = options.agent.limits;
    const { callerTurns = 0, warnings, silencePrompts: prompted } = options.counts ?? {};
    this.#options = options;
    this.#callerTurns = callerTurns;
    this.#leaving = options.conversation.isEnding;
    this.#guardrails = new GuardrailWatch(options.agent, warnings);
    const afterMs = silencePromptAfterS * 1000;
    this.#silence = new SilenceWatch({ afterMs, prompts: silencePrompts.length }, prompted);
  }

  /** For the next owner of the call. */
  get counts(): RuleCounts {
    return {
      callerTurns: this.#callerTurns,
      silencePrompts: this.#silence.prompted,
      warnings: this.#guardrails.warnings,
    };
  }

  /** Whether the caller is speaking, as the line tells. */
  callerSpeaks(speaks: boolean): void {
    this.#callerSpeaks = speaks;
    if (speaks) this.#silence.spoken();
  }

  /** What the caller said, as understood. */
  hear(text: string): void {
    this.#callerTurns += 1;
    this.#silence.spoken();
    const step = this.#guardrails.hear(text);
    if (!step) return;
    this.#options.muteModel();
    if (step.kind === 'warn') void this.#say(step.say);
    else this.#leave(step.kind, step.reason, step.say);
  }

  /** Covers the wait for a tool with fillers, while nothing else is being said. */
  async cover(work: Promise<unknown>): Promise<void> {
    const { agent, conversation, pause = sleep } = this.#options;
    const done = new AbortController();
    void work.finally(() => done.abort());
    const over = AbortSignal.any([done.signal, this.#over.signal]);
    for (let waitMs = agent.limits.fillerAfterMs; ; waitMs = FILLER_INTERVAL_MS) {
      await pause(waitMs, over);
      if (over.aborted || this.#leaving) return;
      const { fillers } = agent.phrases;
      const filler = fillers[this.#fillers % fillers.length];
      if (conversation.hasMoreToSay || filler === undefined) continue;
      this.#fillers += 1;
      await this.#say(filler);
    }
  }

  /** The call is over here: what a tool still does is covered no more, even if it never ends. */
  stop(): void {
    this.#over.abort();
  }

  /** Looks at the time; to be called every second or so. */
  look(): void {
    if (this.#leaving) return;
    const { agent, clock, startedAtMs, conversation } = this.#options;
    const nowMs = clock.nowMs();
    const { longestCallS, mostTurns, then } = agent.limits;
    if (nowMs - startedAtMs >= longestCallS * 1000) return this.#limit(then, 'call_too_long');
    if (this.#callerTurns > mostTurns) return this.#limit(then, 'too_many_turns');
    const isCallersTurn = conversation.isIdle && !this.#callerSpeaks && !this.#speaking;
    const step = this.#silence.look(isCallersTurn, nowMs);
    if (step?.kind === 'prompt') void this.#say(agent.limits.silencePrompts[step.index] ?? '');
    if (step?.kind === 'end') this.#leave('end', 'caller_silent', agent.phrases.silenceFarewell);
  }

  #limit(way: WayOut, reason: string): void {
    const { agent } = this.#options;
    this.#leave(way, reason, way === 'end' ? agent.phrases.ending : agent.phrases.transferring);
  }

  /** Says why and ends; what the model was about to say is void. */
  #leave(way: WayOut, reason: string, say: string): void {
    if (this.#leaving) return;
    this.#leaving = true;
    const { conversation, clock, muteModel } = this.#options;
    muteModel();
    conversation.interrupted(clock.nowMs());
    const summary = `The assistant handed the call over: ${reason.replaceAll('_', ' ')}.`;
    const step: Ending =
      way === 'end' ? { intent: 'end', reason } : { intent: 'transfer', reason, summary };
    void this.#say(say).finally(() => conversation.endWith(step, clock.nowMs(), 0));
  }

  async #say(text: string): Promise<void> {
    this.#speaking = true;
    const { say, onUnspoken } = this.#options;
    await say(text)
      .catch(onUnspoken)
      .finally(() => (this.#speaking = false));
  }
}
