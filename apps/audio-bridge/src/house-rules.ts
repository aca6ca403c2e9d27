import { GuardrailWatch, type AgentDefinition } from '@patchbay/agent';
import type { RuleCounts } from '@patchbay/call';
import type { Clock } from '@patchbay/platform';
import type { Conversation, Ending } from './conversation/conversation';
import { SilenceWatch } from './conversation/silence-watch';
import { Fillers, type FillersOptions } from './fillers';

type WayOut = Ending['intent'];

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
  readonly pause?: FillersOptions['pause'];
  readonly startedAtMs: number;
  readonly isFirstFillerGiven?: FillersOptions['isFirstFillerGiven'];
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
  readonly #fillers: Fillers;
  readonly #over = new AbortController();
  #callerTurns: number;
  #callerSpeaks = false;
  #speaking = false;
  #leaving: boolean;

  constructor(options: HouseRulesOptions) {
    const { silencePromptAfterS, silencePrompts } = options.agent.limits;
    const { callerTurns = 0, warnings, silencePrompts: prompted } = options.counts ?? {};
    this.#options = options;
    this.#fillers = new Fillers({ ...options, say: (text) => this.#say(text) });
    this.#callerTurns = callerTurns;
    this.#leaving = options.conversation.isEnding;
    if (this.#leaving) this.stop();
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

  /** Covers the wait for a tool, until it is done or the call is about to end. */
  cover(work: Promise<unknown>): Promise<void> {
    return this.#fillers.cover(work, this.#over.signal);
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
    this.stop();
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
