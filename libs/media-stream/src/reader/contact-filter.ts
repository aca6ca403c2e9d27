/** Fragments of one call follow each other this closely; a stream's next contact comes seconds later. */
const CONTIGUITY_MS = 200;

/** The first fragment of a call holds, or begins soon after, the moment at which its streaming started. */
const FIRST_FRAGMENT_WINDOW_MS = 2000;

/** `presumed` is played at once; `unproven` waits for the tags behind the fragment. */
export type Ownership = 'unproven' | 'presumed' | 'ours' | 'foreign';

/** What is known of a fragment when its first block arrives; times are epoch milliseconds. */
export interface FragmentOpening {
  readonly timestampMs: number;
  /** Where the sound heard so far ends, if there is some. */
  readonly heardUntilMs: number | undefined;
  readonly isPartlyHeard: boolean;
}

/**
 * Streams are reused across contacts and the ContactId tag stands behind a fragment's sound.
 * Waiting for it would cost a whole fragment of latency, so a fragment that continues the call's
 * sound, or begins where the call began, is presumed to be the call's. Any other waits. Pure.
 */
export class ContactFilter {
  readonly #contactId: string;
  readonly #startMs: number;
  #wasSeen: boolean;

  /** `wasSeen`: the call's own fragments were read before, by an earlier reader. */
  constructor(contactId: string, startMs: number, wasSeen: boolean) {
    this.#contactId = contactId;
    this.#startMs = startMs;
    this.#wasSeen = wasSeen;
  }

  presume(opening: FragmentOpening): Ownership {
    if (opening.isPartlyHeard) return 'presumed';
    const expectedMs = opening.heardUntilMs ?? this.#startMs;
    const toleranceMs =
      opening.heardUntilMs === undefined ? FIRST_FRAGMENT_WINDOW_MS : CONTIGUITY_MS;
    return Math.abs(opening.timestampMs - expectedMs) <= toleranceMs ? 'presumed' : 'unproven';
  }

  /** The tag decides. @returns `over` when another contact follows fragments of ours. */
  decide(contactId: string): { readonly ownership: Ownership; readonly isOver: boolean } {
    const isOurs = contactId === this.#contactId;
    this.#wasSeen ||= isOurs;
    return { ownership: isOurs ? 'ours' : 'foreign', isOver: !isOurs && this.#wasSeen };
  }
}
