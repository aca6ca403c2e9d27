import type { CallChange, CallRecord, CallStore } from '@patchbay/call';
import type { DomainEvent } from '@patchbay/contracts';
import { publishOutbox, type EventBus } from '@patchbay/messaging';
import { errorName, isRetryable, untilDone, type Logger } from '@patchbay/platform';

/**
 * An owner may die with numbers taken that are in no record yet, and with writes to S3 under them on
 * their way. So many are left out when another one takes the call over, and no number names two things.
 */
const SEQUENCES_LEFT_OUT = 16;

/** A store that is away is tried again, spaced out so as not to load it, and soon after it is back. */
const STORE_BACKOFF = { baseMs: 100, capMs: 2000 };

/** What of the call's state rides on every write; told the record as the write will leave it. */
export type Rider = (record: Readonly<CallRecord>) => CallChange;

type MakeChange = (record: Readonly<CallRecord>) => CallChange;

export interface CheckpointDependencies {
  readonly calls: CallStore;
  readonly bus: EventBus;
  readonly logger: Logger;
}

/**
 * The owner's hand on the call's record. Every write holds the condition that the epoch is still
 * the owner's, and writes happen one after the other, so that the mirror kept here is the record.
 *
 * Events are written into the record's outbox first and leave it when the bus has confirmed them:
 * a bridge that dies in between leaves them for the next owner.
 *
 * While the store is away a write is repeated for as long as the call is ours: what depends on it
 * waits, and nothing shows before it is written. Each try holds the call as it stands then.
 */
export class Checkpoint {
  #record: CallRecord;
  #sequence: number;
  #lastWrite: Promise<void> = Promise.resolve();
  #publishing: Promise<void> = Promise.resolve();
  #rider: Rider = () => ({});
  readonly #deps: CheckpointDependencies;

  constructor(record: CallRecord, deps: CheckpointDependencies) {
    const isTakenOver = record.epoch > 1;
    this.#record = record;
    this.#sequence = record.sequence + (isTakenOver ? SEQUENCES_LEFT_OUT : 0);
    this.#deps = deps;
  }

  /** The record as last written. */
  get record(): Readonly<CallRecord> {
    return this.#record;
  }

  /** From now on every write holds what `rider` then tells, so that each is a state to go on from. */
  carry(rider: Rider): void {
    this.#rider = rider;
  }

  /** Takes the next place in the call's order of events. A place that is never used leaves a gap. */
  nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  /** @throws WriteRefusedError when another bridge has claimed the call */
  save(change: CallChange = {}): Promise<void> {
    return this.#write(() => change);
  }

  /**
   * Writes the event together with what `makeChange` tells at that moment, and has it published
   * soon after.
   * @throws WriteRefusedError when another bridge has claimed the call
   */
  async recordEvent(event: DomainEvent, makeChange: MakeChange = () => ({})): Promise<void> {
    await this.#write((record) => ({
      ...makeChange(record),
      sequence: Math.max(record.sequence, event.sequence),
      outbox: [...record.outbox, event],
    }));
    void this.publishOutbox();
  }

  /** Publishes what the bus has not confirmed yet; what fails stays for the next time. */
  publishOutbox(): Promise<void> {
    this.#publishing = this.#publishing.then(() => this.#publish());
    return this.#publishing;
  }

  async #publish(): Promise<void> {
    const waiting = this.#record.outbox;
    if (waiting.length === 0) return;
    try {
      const left = new Set(await publishOutbox(this.#deps.bus, waiting));
      const published = new Set(waiting.filter((event) => !left.has(event)));
      await this.#write(({ outbox }) => ({
        outbox: outbox.filter((event) => !published.has(event)),
      }));
    } catch (error) {
      this.#deps.logger.warn('Events stay in the outbox', {
        contactId: this.#record.contactId,
        count: waiting.length,
        errorName: errorName(error),
      });
    }
  }

  #write(makeChange: MakeChange): Promise<void> {
    let tries = 0;
    const write = this.#lastWrite.then(() =>
      untilDone(() => this.#writeOnce(makeChange, ++tries), STORE_BACKOFF),
    );
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  async #writeOnce(makeChange: MakeChange, nth: number): Promise<void> {
    const own = makeChange(this.#record);
    const change = { ...this.#rider({ ...this.#record, ...own } as CallRecord), ...own };
    const { contactId, epoch } = this.#record;
    try {
      await this.#deps.calls.write(contactId, change, { kind: 'epoch', epoch });
    } catch (error) {
      if (nth === 1 && isRetryable(error)) {
        const failure = { contactId, errorName: errorName(error) };
        this.#deps.logger.warn('The record is out of reach: the call waits', failure);
      }
      throw error;
    }
    this.#record = { ...this.#record, ...change } as CallRecord;
  }
}
