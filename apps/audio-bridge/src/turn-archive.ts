import { turnCompleted, turnKey, type CollectedFields } from '@patchbay/contracts';
import { untilDone, type Clock, type ObjectStore } from '@patchbay/platform';
import type { Checkpoint } from './checkpoint';
import { toStoredTurn, withoutWords } from './conversation/stored-turn';
import type { Turn } from './conversation/turn';

/** A turn is not given up while its store is away; tries are spaced out so as not to load it. */
const STORE_BACKOFF = { baseMs: 100, capMs: 5000 };

export interface TurnArchiveOptions {
  readonly checkpoint: Checkpoint;
  readonly transcripts: ObjectStore;
  readonly clock: Clock;
  /** False for an agent whose calls are not transcribed: turns are stored without their words. */
  readonly keepWords: boolean;
}

/** Stores turns that are over: their words on S3 first, then the event that points to them. */
export class TurnArchive {
  readonly #options: TurnArchiveOptions;
  #stored: Promise<void> = Promise.resolve();
  #storedFields: CollectedFields | undefined;

  constructor(options: TurnArchiveOptions) {
    this.#options = options;
  }

  /** Resolves when these turns, and all given before, are stored. */
  store(turns: readonly Turn[]): Promise<void> {
    for (const turn of turns) {
      this.#stored = this.#stored.then(() => untilDone(() => this.#store(turn), STORE_BACKOFF));
    }
    return this.#stored;
  }

  async #store(turn: Turn): Promise<void> {
    const { checkpoint, transcripts, clock, keepWords } = this.#options;
    const { contactId, agentId } = checkpoint.record;
    const sequence = checkpoint.nextSequence();
    const key = turnKey(agentId, contactId, sequence);
    const told = toStoredTurn(turn, { contactId, agentId, sequence });
    const { fields } = checkpoint.record;
    const news = fields === this.#storedFields ? {} : { fields };
    const stored = { ...(keepWords ? told : withoutWords(told)), ...news };
    await transcripts.put(key, JSON.stringify(stored), 'application/json');
    await checkpoint.recordEvent(
      turnCompleted(
        { contactId, sequence, timeMs: clock.nowMs() },
        { agentId, turnKey: key, interrupted: turn.interrupted },
      ),
      // A turn that went through shows that this owner can carry the call.
      { turnSequences: [...checkpoint.record.turnSequences, sequence], losses: 0 },
    );
    this.#storedFields = fields;
  }
}
