import type { DeadLetter, FailureLog } from '@patchbay/messaging';
import type { BackupFile } from '../letters/backup-file';
import { explainLetters } from '../letters/explain-letters';
import { isChosen } from '../letters/letter-filter';
import { createPace, type Pace } from './pace';
import type { ReplayCounts, ReplayOptions, ReplayParts } from './replay-options';

/** One run of a replay: what it does with each letter that a walk meets. */
export class LetterReplay {
  readonly #counts = { replayed: 0, failed: 0, left: 0, repeatFailures: 0 };
  /** Ids of letters that an earlier run had sent, and this one has removed. */
  readonly #sentBefore = new Set<string>();
  readonly #options: ReplayOptions;
  readonly #parts: ReplayParts;
  readonly #backup: BackupFile;
  readonly #pace: Pace;
  readonly #full = new AbortController();
  /** Letters that may still be sent. */
  #room: number;
  /** New ids of what this replay has sent. */
  readonly #back: Set<string>;

  constructor(options: ReplayOptions, parts: ReplayParts, backup: BackupFile) {
    this.#options = options;
    this.#parts = parts;
    this.#backup = backup;
    this.#pace = createPace(options.rate, parts.clock);
    this.#room = (options.limit ?? Infinity) - parts.journal.state.sent.size;
    this.#back = new Set(parts.journal.state.sent.values());
    if (this.#room <= 0) this.#full.abort();
  }

  /** Aborts once the limit is reached. */
  get isFull(): AbortSignal {
    return this.#full.signal;
  }

  counts(): ReplayCounts {
    return { ...this.#counts, alreadySent: this.#sentBefore.size };
  }

  /** Ends what a killed run had in hand: removes what it had sent, gives back the rest. */
  async settleKilledRun(): Promise<void> {
    const { taken, sent, removed } = this.#parts.journal.state;
    const inHand = [...taken].filter(([id]) => !removed.has(id));
    const toRemove = inHand.filter(([id]) => sent.has(id));
    const toRelease = inHand.filter(([id]) => !sent.has(id)).map(([, handle]) => handle);
    this.#noteSentBefore(await this.#remove(new Map(toRemove)));
    await this.#parts.deadLetters.release(toRelease);
  }

  /** @returns the ids of the letters that are gone */
  async visit(letters: readonly DeadLetter[]): Promise<readonly string[]> {
    const { journal } = this.#parts;
    journal.write({
      took: letters.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]),
    });
    const sentBefore = letters.filter(({ messageId }) => journal.state.sent.has(messageId));
    const goneBefore = await this.#remove(handlesOf(sentBefore));
    this.#noteSentBefore(goneBefore);
    this.#counts.failed += sentBefore.length - goneBefore.length;

    const returned = letters.filter(({ messageId }) => this.#back.has(messageId));
    this.#counts.repeatFailures += returned.length;
    const known = new Set([...sentBefore, ...returned]);
    const chosen = await this.#choose(letters.filter((letter) => !known.has(letter)));
    return [...goneBefore, ...(await this.#replay(chosen))];
  }

  async #choose(letters: readonly DeadLetter[]): Promise<readonly DeadLetter[]> {
    const { queue, filter } = this.#options;
    const { failures, clock } = this.#parts;
    // The failure log is asked only when the error decides.
    const log = filter.error === undefined ? NO_FAILURES : failures;
    const explained = await explainLetters(letters, queue, log);
    const matching = explained.filter((letter) => isChosen(letter, filter, clock.nowMs()));
    const chosen = matching.slice(0, this.#room).map(({ messageId }) => messageId);
    this.#room -= chosen.length;
    if (this.#room <= 0) this.#full.abort();
    this.#counts.left += letters.length - chosen.length;
    return letters.filter(({ messageId }) => chosen.includes(messageId));
  }

  async #replay(chosen: readonly DeadLetter[]): Promise<readonly string[]> {
    if (chosen.length === 0) return [];
    await this.#pace(chosen.length, this.#options.signal);
    if (this.#options.signal.aborted) return this.#leave(chosen);
    this.#backup.append(chosen);
    const sent = await this.#send(chosen);
    const gone = await this.#remove(handlesOf(sent));
    this.#counts.replayed += sent.length;
    this.#counts.failed += chosen.length - gone.length;
    this.#options.onReplayed(sent.length);
    return gone;
  }

  #leave(letters: readonly DeadLetter[]): readonly string[] {
    this.#counts.left += letters.length;
    return [];
  }

  /** @returns the letters that SQS has taken */
  async #send(letters: readonly DeadLetter[]): Promise<DeadLetter[]> {
    const newIds = await this.#parts.source.sendAll(letters);
    const pairs = letters.flatMap((letter, index): [DeadLetter, string][] => {
      const newId = newIds[index];
      return newId === undefined ? [] : [[letter, newId]];
    });
    const sent = pairs.map(([{ messageId }, newId]): [string, string] => [messageId, newId]);
    if (sent.length > 0) this.#parts.journal.write({ sent });
    for (const [, newId] of sent) this.#back.add(newId);
    return pairs.map(([letter]) => letter);
  }

  #noteSentBefore(ids: readonly string[]): void {
    for (const id of ids) this.#sentBefore.add(id);
  }

  /** @returns the ids of those that are gone */
  async #remove(handles: ReadonlyMap<string, string>): Promise<string[]> {
    if (handles.size === 0) return [];
    const gone = new Set(await this.#parts.deadLetters.remove([...handles.values()]));
    const removed = [...handles].filter(([, handle]) => gone.has(handle)).map(([id]) => id);
    this.#parts.journal.write({ removed });
    return removed;
  }
}

const NO_FAILURES: FailureLog = {
  note: () => Promise.resolve(),
  latest: () => Promise.resolve(undefined),
};

const handlesOf = (letters: readonly DeadLetter[]) =>
  new Map(letters.map(({ messageId, receiptHandle }) => [messageId, receiptHandle]));
