import type { AgentDefinition } from '@patchbay/agent';
import { decideOnCursor } from '@patchbay/call';
import {
  POLL_LIMIT_MS,
  transferRequested,
  transcriptKey,
  type TurnAnswer,
  type TurnRefusal,
  type TurnRequest,
} from '@patchbay/contracts';
import type { Clock } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';
import type { Conversation, NextStep } from './conversation/conversation';
import type { Keypad } from './keypad';
import type { Signal } from './signal';

/**
 * While the caller speaks, a poll older than this is answered: the flow needs some 0.4 s to ask
 * again, and then nobody waits for it. So the poll that is open when the model answers has just
 * begun, and an answer seldom meets a flow that is not asking.
 */
const POLL_RENEWAL_MS = 2000;

export interface TurnExchangeOptions {
  readonly checkpoint: Checkpoint;
  readonly conversation: Conversation;
  readonly keypad: Keypad;
  /** Fires whenever the conversation may have a next step or the call is over. */
  readonly changed: Signal;
  readonly clock: Clock;
  readonly promptUrl: (audioKey: string) => string;
  /** Where callers go who want a human. */
  readonly transfer: AgentDefinition['transfer'];
  /** How long the sound may last that the flow is playing now. */
  readonly playingMs: number;
}

/**
 * The bridge's side of the long poll: gives every poll of the contact flow its answer. An answer
 * is in the record before the flow hears it, and the same poll always gets the same one.
 */
export class TurnExchange {
  readonly #options: TurnExchangeOptions;
  #open: Promise<TurnAnswer> | undefined;
  #callerSpeaks = false;
  /** Up to which answer the flow was heard of: a poll that is repeated changes nothing. */
  #acknowledged = -1;
  /** Until when the flow may rightly be silent, by the monotonic clock. */
  #busyUntilMs: number;

  constructor(options: TurnExchangeOptions) {
    this.#options = options;
    this.#busyUntilMs = options.clock.monotonicMs() + options.playingMs;
  }

  /** How long the flow has been silent without a reason, in milliseconds. */
  get silentForMs(): number {
    if (this.#open) return 0;
    return Math.max(0, this.#options.clock.monotonicMs() - this.#busyUntilMs);
  }

  /** Whether the caller is speaking, as the line tells. */
  callerSpeaks(speaks: boolean): void {
    if (speaks && !this.#callerSpeaks) this.#options.changed.fire();
    this.#callerSpeaks = speaks;
  }

  /** @throws WriteRefusedError when another bridge has claimed the call meanwhile */
  async ask(request: TurnRequest): Promise<TurnAnswer | TurnRefusal> {
    const { checkpoint, conversation, changed, keypad } = this.#options;
    if (request.epoch !== checkpoint.record.epoch) return { refusal: 'stale-epoch' };
    const decision = decideOnCursor(checkpoint.record, request.cursor);
    if (decision.kind === 'refuse') return { refusal: 'stale-cursor' };
    if (decision.kind === 'repeat') return decision.answer;
    if (request.media && !checkpoint.record.media) await checkpoint.save({ media: request.media });
    if (decision.acknowledged > this.#acknowledged) {
      this.#acknowledged = decision.acknowledged;
      if (checkpoint.record.lastAnswer?.intent === 'collect') keypad.pressed(request.digits ?? '');
      conversation.acknowledged(decision.acknowledged);
      changed.fire();
    }
    // A retried poll joins the one that is open: both get the same answer.
    this.#open ??= this.#answer(request.deadlineMs).finally(() => (this.#open = undefined));
    return this.#open;
  }

  async #answer(deadlineMs: number): Promise<TurnAnswer> {
    const cursor = this.#options.checkpoint.record.cursor + 1;
    const step = await this.#nextStep(Math.min(deadlineMs, POLL_LIMIT_MS));
    const answer = this.#toAnswer(step, cursor);
    const part = step?.intent === 'speak' ? step.part : undefined;
    if (part) this.#options.conversation.handedOut(part, cursor);
    await this.#write(answer).catch((error: unknown) => {
      if (part) this.#options.conversation.takenBack(part);
      throw error;
    });
    const playingMs = 'durationMs' in answer ? answer.durationMs : 0;
    this.#busyUntilMs = this.#options.clock.monotonicMs() + playingMs;
    this.#options.changed.fire();
    return answer;
  }

  async #nextStep(limitMs: number): Promise<NextStep | undefined> {
    const { conversation, changed, clock } = this.#options;
    const startMs = clock.monotonicMs();
    for (;;) {
      const step = conversation.next(clock.nowMs());
      const ownLimitMs = this.#callerSpeaks ? Math.min(limitMs, POLL_RENEWAL_MS) : limitMs;
      const leftMs = startMs + ownLimitMs - clock.monotonicMs();
      if (step || leftMs <= 0) return step;
      await changed.wait(Math.min(leftMs, conversation.nextLookMs(clock.nowMs())));
    }
  }

  #toAnswer(step: NextStep | undefined, cursor: number): TurnAnswer {
    if (!step) return { cursor, intent: 'listen' };
    if (step.intent === 'end') return { cursor, intent: 'end' };
    if (step.intent === 'transfer') {
      const { reason, summary } = step;
      const { fields } = this.#options.checkpoint.record;
      return {
        cursor,
        intent: 'transfer',
        reason,
        summary,
        ...this.#options.transfer,
        ...(fields && { fields }),
      };
    }
    const { audioKey, durationMs, collect } = step.part;
    const sound = { cursor, responseAudioUrl: this.#options.promptUrl(audioKey), durationMs };
    return collect ? { ...sound, intent: 'collect', ...collect } : { ...sound, intent: 'speak' };
  }

  /** A transfer and its event are one write: neither can be there without the other. */
  #write(answer: TurnAnswer): Promise<void> {
    const { checkpoint, clock } = this.#options;
    const change = { cursor: answer.cursor, lastAnswer: answer };
    if (answer.intent !== 'transfer') return checkpoint.save(change);
    const { agentId, contactId } = checkpoint.record;
    const origin = { contactId, sequence: checkpoint.nextSequence(), timeMs: clock.nowMs() };
    const event = transferRequested(origin, {
      agentId,
      reason: answer.reason,
      queueArn: answer.queueArn,
      transcriptKey: transcriptKey(agentId, contactId),
    });
    return checkpoint.recordEvent(event, () => change);
  }
}
