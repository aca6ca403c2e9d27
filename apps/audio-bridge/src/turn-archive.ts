import type { CallHistory } from '@patchbay/call';
import {
  turnCompleted,
  turnKey,
  type CollectedFields,
  type TurnCompleted,
} from '@patchbay/contracts';
import { untilDone, type Clock, type ObjectStore } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';
import { toStoredTurn, withoutWords } from './conversation/stored-turn';
import { wordsOf } from './conversation/talk-history';
import type { Turn } from './conversation/turn';

/** A turn is not given up while its store is away; tries are spaced out so as not to load it. */
const STORE_BACKOFF = { baseMs: 100, capMs: 5000 };

export interface TurnArchiveOptions {
  readonly checkpoint: Checkpoint;
  readonly transcripts: ObjectStore;
  /** Keeps the words for the next owner's model, as long as the record lives. */
  readonly history: CallHistory;
  readonly clock: Clock;
  /** False for an agent whose calls are not transcribed: turns are stored without their words. */
  readonly keepWords: boolean;
}

/**
 * Stores turns that are over: their words first, on S3 and for the next owner of the call, then the
 * event that points to them.
 */
export class TurnArchive {
  readonly #options: TurnArchiveOptions;
  #stored: Promise<void> = Promise.resolve();
  #storedFields: CollectedFields | undefined;
  /** Over and not stored yet, oldest first. */
  #pending: Turn[] = [];

  constructor(options: TurnArchiveOptions) {
    this.#options = options;
  }

  /** Turns that the record does not name yet: the next owner has to store them. */
  get pending(): readonly Turn[] {
    return this.#pending;
  }

  /** Resolves when these turns, and all given before, are stored. */
  store(turns: readonly Turn[]): Promise<void> {
    for (const turn of turns) {
      this.#pending.push(turn);
      this.#stored = this.#stored.then(() => this.#store(turn));
    }
    return this.#stored;
  }

  async #store(turn: Turn): Promise<void> {
    const { checkpoint, transcripts, history, clock, keepWords } = this.#options;
    const { contactId, agentId, expiresAtS } = checkpoint.record;
    const sequence = checkpoint.nextSequence();
    const key = turnKey(agentId, contactId, sequence);
    const told = toStoredTurn(turn, { contactId, agentId, sequence });
    const { fields } = checkpoint.record;
    const news = fields === this.#storedFields ? {} : { fields };
    const stored = { ...(keepWords ? told : withoutWords(told)), ...news };
    // Under one sequence, however often it is tried.
    const write = () =>
      Promise.all([
        transcripts.put(key, JSON.stringify(stored), 'application/json'),
        history.append(contactId, sequence, wordsOf(turn), expiresAtS),
      ]);
    await untilDone(write, STORE_BACKOFF);
    const event = turnCompleted(
      { contactId, sequence, timeMs: clock.nowMs() },
      { agentId, turnKey: key, interrupted: turn.interrupted },
    );
    await this.#name(turn, event);
    this.#storedFields = fields;
  }

  /** In one write the turn is named by its event and is pending no more. */
  async #name(turn: Turn, event: TurnCompleted): Promise<void> {
    try {
      await this.#options.checkpoint.recordEvent(event, ({ turnSequences }) => {
        this.#pending = this.#pending.filter((other) => other !== turn);
        // A turn that went through shows that this owner can carry the call.
        return { turnSequences: [...turnSequences, event.sequence], losses: 0 };
      });
    } catch (error) {
      if (!this.#pending.includes(turn)) this.#pending.unshift(turn);
      throw error;
    }
  }
}
