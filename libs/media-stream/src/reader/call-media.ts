import { type MediaBlockElement, type MediaElement, MediaLimitError } from '../demuxer';
import type { CallAudio } from './call-audio';
import { CallSound } from './call-sound';
import { ContactFilter } from './contact-filter';
import { MediaSessionError } from './errors';
import { Fragment } from './fragment';
import { HeardAudio } from './heard-audio';
import type { ReadPosition } from './resume';
import type { MediaReaderSettings } from './settings';

/** Which stretch of a stream is the call's. Times are epoch milliseconds. */
export interface CallSpan {
  readonly contactId: string;
  /** When streaming started for the contact; nothing from before is ever handed out. */
  readonly startMs: number;
  /** Taken over from an earlier reader: everything up to here was heard. */
  readonly afterFragment?: string | undefined;
}

/** Real fragments hold some 32 blocks; more than this cannot wait for the tags behind them. */
const MAX_WITHHELD_BLOCKS = 1024;

type TagRule = (media: CallMedia, value: string, out: CallAudio[]) => void;

/**
 * Turns a call's media elements, session after session, into its sound. No I/O and no clock: what
 * it hands out depends only on the elements and on where sessions were cut.
 */
export class CallMedia {
  static readonly #TAG_RULES: ReadonlyMap<string, TagRule> = new Map<string, TagRule>([
    ['AWS_KINESISVIDEO_FRAGMENT_NUMBER', (media, value) => void (media.#fragment.number = value)],
    ['ContactId', (media, value, out) => media.#decideOwner(value, out)],
    ['AWS_KINESISVIDEO_CONTINUATION_TOKEN', (media, value, out) => media.#endFragment(value, out)],
    ['AWS_KINESISVIDEO_ERROR_CODE', (media, value) => media.#fail(value)],
    ['AWS_KINESISVIDEO_ERROR_ID', (media, value) => media.#fail(value)],
  ]);

  readonly #filter: ContactFilter;
  readonly #heard: HeardAudio;
  readonly #sound: CallSound;
  readonly #startMs: number;
  #fragment = new Fragment();
  #continuationToken: string | undefined;
  #isOver = false;
  #failure: MediaSessionError | undefined;

  constructor({ contactId, startMs, afterFragment }: CallSpan, settings: MediaReaderSettings) {
    this.#startMs = startMs;
    this.#filter = new ContactFilter(contactId, startMs, afterFragment !== undefined);
    this.#heard = new HeardAudio(startMs, afterFragment, settings);
    this.#sound = new CallSound(this.#heard);
  }

  /** Whether another contact has taken the stream. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Set by an error tag: the service gave the session up. */
  get failure(): MediaSessionError | undefined {
    return this.#failure;
  }

  /** Stretches of sound handed out so far: a session without more of them brought nothing new. */
  get progress(): number {
    return this.#sound.handedOut;
  }

  get gaps(): { readonly count: number; readonly lengthMs: number } {
    return this.#heard.gaps;
  }

  get position(): ReadPosition {
    return {
      continuationToken: this.#continuationToken,
      lastWholeFragment: this.#heard.lastWhole,
      timestampMs: Math.floor(this.#heard.untilMs ?? this.#startMs),
    };
  }

  /** A new session begins; it replays the fragment that the last one left unfinished. */
  startSession(): void {
    this.#fragment = new Fragment();
    this.#failure = undefined;
    this.#sound.restart();
  }

  /** The sound that an element makes known. @throws MediaLimitError */
  accept(element: MediaElement): CallAudio[] {
    const out: CallAudio[] = [];
    if (element.kind === 'block') this.#block(element, out);
    else if (element.kind === 'track') this.#fragment.addTrack(element.trackNumber, element.name);
    else if (element.kind === 'document') this.#nextFragment(out);
    else if (element.kind === 'tag') {
      CallMedia.#TAG_RULES.get(element.name)?.(this, element.value, out);
    }
    return out;
  }

  #block(block: MediaBlockElement, out: CallAudio[]): void {
    const fragment = this.#fragment;
    if (this.#heard.isWhole(fragment.number)) return;
    fragment.ownership ??= this.#filter.presume({
      timestampMs: block.timecodeMs,
      heardUntilMs: this.#heard.untilMs,
      isPartlyHeard: this.#heard.isPartlyHeard(fragment.number),
    });
    if (fragment.ownership === 'unproven') this.#withhold(block);
    else if (fragment.ownership !== 'foreign') this.#sound.play(block, fragment, out);
  }

  #withhold(block: MediaBlockElement): void {
    if (this.#fragment.withheld.push(block) > MAX_WITHHELD_BLOCKS) {
      throw new MediaLimitError(`${MAX_WITHHELD_BLOCKS} blocks in a fragment of unknown owner`);
    }
  }

  #decideOwner(contactId: string, out: CallAudio[]): void {
    const fragment = this.#fragment;
    const { ownership, isOver } = this.#filter.decide(contactId);
    const withheld = fragment.withheld.splice(0);
    fragment.ownership = ownership;
    this.#isOver ||= isOver;
    if (ownership === 'foreign') return this.#disown();
    for (const block of withheld) this.#sound.play(block, fragment, out);
    this.#sound.flush(fragment, out);
    this.#markWhole();
  }

  /** Another contact's fragment: before our first one nothing of ours can have been heard. */
  #disown(): void {
    this.#sound.restart();
    if (!this.#isOver) this.#heard.forget();
    this.#markWhole();
  }

  #endFragment(continuationToken: string, out: CallAudio[]): void {
    this.#sound.flush(this.#fragment, out);
    this.#fragment.continuationToken = continuationToken;
    if (this.#fragment.withheld.length === 0) this.#markWhole();
  }

  /** Done with once its token is known and its owner decided or presumed. */
  #markWhole(): void {
    const { number, continuationToken } = this.#fragment;
    if (continuationToken === undefined) return;
    this.#continuationToken = continuationToken;
    this.#heard.markWhole(number);
  }

  /** The next document shows that this one is complete; what nobody claimed of it is dropped. */
  #nextFragment(out: CallAudio[]): void {
    this.#sound.flush(this.#fragment, out);
    this.#heard.markWhole(this.#fragment.number);
    this.#fragment = new Fragment();
  }

  #fail(errorId: string): void {
    this.#failure ??= new MediaSessionError(errorId);
  }
}
