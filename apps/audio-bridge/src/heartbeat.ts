import { WriteRefusedError } from '@patchbay/call';
import type { Extension, LeaseQueue, MessageSender, ReceivedMessage } from '@patchbay/messaging';
import {
  errorName,
  sleep,
  systemEvery,
  type Clock,
  type Every,
  type Logger,
} from '@patchbay/platform';
import { CallLease, LEASE_VISIBILITY_S, type Handles } from './call-lease';
import type { RecordedHold } from './recorded-hold';

/** Three heartbeats may fail before a lease is over, or all of them be late by 3 s. */
export const HEARTBEAT_INTERVAL_MS = 1000;

/** How often leases are looked at: so late an open poll is cut when its lease is over. */
const LOOK_INTERVAL_MS = 500;

/** SQS takes so many messages in one request. */
const BATCH_SIZE = 10;

/** A heartbeat under way would hide again what is given back; longer it is not waited for. */
const LAST_BEAT_LIMIT_MS = 1000;

/**
 * An answer that takes longer may never come: a second is left of the lease to hold it otherwise.
 * Sooner, a bridge that is busy with taking fifty calls over would write all their records as well.
 */
export const LATE_BEAT_MS = 2000;

export interface HeartbeatOptions {
  readonly queue: LeaseQueue;
  /** Of the same queue. */
  readonly sender: MessageSender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly every?: Every;
}

/** Holds the messages of all calls of this bridge in flight: one timer, ten messages a request. */
export class Heartbeat {
  readonly #options: HeartbeatOptions;
  readonly #leases = new Set<CallLease>();
  readonly #underWay = new Set<Promise<unknown>>();
  #stopTimer: (() => void) | undefined;
  #lastBeatMs = 0;

  constructor(options: HeartbeatOptions) {
    this.#options = options;
  }

  /**
   * Takes messages just received in hand. When SQS began to hide them is not known, so each gets a
   * heartbeat at once: its lease counts from there.
   * @returns leases of those that are still ours
   */
  async hold(messages: readonly ReceivedMessage[]): Promise<CallLease[]> {
    const fromMs = this.#options.clock.monotonicMs();
    const handles = messages.map(({ receiptHandle }) => receiptHandle);
    const outcomes = await this.#options.queue.extendAll(handles, LEASE_VISIBILITY_S);
    const leases = messages
      .filter((_, index) => outcomes[index] === 'held')
      .map((message) => new CallLease(message, fromMs, this.#options.clock));
    for (const lease of leases) this.#leases.add(lease);
    if (leases.length > 0) this.#start();
    return leases;
  }

  /** Leaves the message alone: SQS announces it again when its visibility ends. */
  letGo(lease: CallLease): void {
    lease.end();
    this.#leases.delete(lease);
    if (this.#leases.size > 0) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  /** The message has no more use. One that may be in other hands by now is left to them. */
  async complete(lease: CallLease): Promise<void> {
    const { message, isHeld } = lease;
    this.letGo(lease);
    if (message && isHeld) await this.#options.queue.remove(message.receiptHandle);
  }

  /** SQS announces the message again at once. */
  async giveBack(lease: CallLease): Promise<void> {
    const { message, isHeld } = lease;
    this.letGo(lease);
    if (!message || !isHeld) return;
    await Promise.race([Promise.allSettled(this.#underWay), sleep(LAST_BEAT_LIMIT_MS)]);
    await this.#options.queue.extend(message.receiptHandle, 0);
  }

  #start(): void {
    const { every = systemEvery, clock } = this.#options;
    if (this.#stopTimer) return;
    this.#lastBeatMs = clock.monotonicMs();
    this.#stopTimer = every(LOOK_INTERVAL_MS, () => this.#look());
  }

  #look(): void {
    for (const lease of this.#leases) if (!lease.isHeld) this.letGo(lease);
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#lastBeatMs < HEARTBEAT_INTERVAL_MS) return;
    this.#lastBeatMs = nowMs;
    const holding = [...this.#leases].filter(({ message }) => message);
    for (let at = 0; at < holding.length; at += BATCH_SIZE) {
      this.#track(this.#beat(holding.slice(at, at + BATCH_SIZE)));
    }
    for (const lease of this.#leases) if (!lease.message) this.#track(this.#announceAnew(lease));
  }

  #track(step: Promise<void>): void {
    const tracked = step.catch(this.#failed).finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  readonly #failed = (error: unknown): void =>
    this.#options.logger.warn('A heartbeat failed', { errorName: errorName(error) });

  async #beat(leases: readonly CallLease[]): Promise<void> {
    const { queue, clock } = this.#options;
    const fromMs = clock.monotonicMs();
    const held = leases.flatMap((lease) => (lease.message ? [{ lease, by: lease.message }] : []));
    const handles = held.map(({ by }) => by.receiptHandle);
    const answered = new AbortController();
    this.#track(this.#holdUnlessAnswered(leases, answered.signal));
    const outcomes = await queue.extendAll(handles, LEASE_VISIBILITY_S).catch((error: unknown) => {
      this.#failed(error);
      return [];
    });
    answered.abort();
    await Promise.all(
      held.map(({ lease, by }, index) =>
        this.#settle(lease, by, outcomes[index] ?? 'unknown', fromMs).catch(this.#failed),
      ),
    );
  }

  async #settle(lease: CallLease, by: Handles, outcome: Extension, fromMs: number): Promise<void> {
    if (!this.#leases.has(lease)) return;
    if (outcome === 'unknown') return this.#holdByRecord(lease);
    if (outcome === 'held') {
      if (!lease.renewed(fromMs)) return;
      return this.#inRecord(lease, (hold) => hold.name(by.messageId));
    }
    lease.refused(by.receiptHandle);
    if (!lease.message) await this.#announceAnew(lease);
  }

  /** A heartbeat that is late may still come; what is left of the lease is not staked on it. */
  async #holdUnlessAnswered(leases: readonly CallLease[], answered: AbortSignal): Promise<void> {
    await sleep(LATE_BEAT_MS, answered);
    if (answered.aborted) return;
    await Promise.all(leases.map((lease) => this.#holdByRecord(lease).catch(this.#failed)));
  }

  /** SQS is away, for all who could be given the call as well: its record keeps them off. */
  async #holdByRecord(lease: CallLease): Promise<void> {
    const fromMs = this.#options.clock.monotonicMs();
    await this.#inRecord(lease, async (hold) => {
      await hold.renew();
      lease.renewed(fromMs);
    });
  }

  async #inRecord(lease: CallLease, step: (hold: RecordedHold) => Promise<void>): Promise<void> {
    if (!lease.recorded || !lease.isHeld) return;
    await step(lease.recorded).catch((error: unknown) => {
      if (error instanceof WriteRefusedError) this.letGo(lease);
      throw error;
    });
  }

  /**
   * SQS no longer knows the message of a call that is ours by its record: a fresh one is sent, and
   * kept back for as long as a heartbeat would hide it. Whoever receives it offers it to us.
   */
  async #announceAnew(lease: CallLease): Promise<void> {
    const { sender, clock, logger } = this.#options;
    if (!(await lease.isStillOurs?.())) return this.letGo(lease);
    const fromMs = clock.monotonicMs();
    lease.assertHeld();
    try {
      await sender.send(lease.body, LEASE_VISIBILITY_S);
    } catch (error) {
      this.#failed(error);
      return this.#holdByRecord(lease);
    }
    lease.renewed(fromMs);
    logger.warn('A call was announced anew');
  }
}
