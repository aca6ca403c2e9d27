import { CONNECT_MKV, type ConnectMkvVariant } from '@patchbay/testing';
import type { Clock } from '@patchbay/platform';
import { Bell } from './bell';
import type { MediaBlock } from './media-streams';
import { StoredFragment } from './stored-fragment';

/** Readers at a time; source: Kinesis Video Streams quotas, GetMedia. */
export const MAX_READERS = 3;

/** The order of the tracks differs from stream to stream, so every other stream has them swapped. */
const VARIANTS: readonly ConnectMkvVariant[] = [
  CONNECT_MKV,
  { ...CONNECT_MKV, tracks: [...CONNECT_MKV.tracks].reverse() },
];

/** One stream: its fragments in the order of ingestion. */
export class MediaStream {
  readonly arn: string;
  readonly name: string;
  /** Rings at every change. */
  readonly bell = new Bell();
  readonly #clock: Clock;
  readonly #variant: ConnectMkvVariant;
  readonly #fragments: StoredFragment[] = [];
  #open: StoredFragment | undefined;
  #nextIndex = 0;
  #lastIngestMs = Number.NEGATIVE_INFINITY;
  readers = 0;

  constructor(identity: { arn: string; name: string; ordinal: number }, clock: Clock) {
    this.arn = identity.arn;
    this.name = identity.name;
    this.#variant = VARIANTS[identity.ordinal % VARIANTS.length] ?? CONNECT_MKV;
    this.#clock = clock;
  }

  get openFragment(): StoredFragment | undefined {
    return this.#open;
  }

  get latest(): StoredFragment | undefined {
    return this.#fragments.at(-1);
  }

  /** Monotonic milliseconds of the last block. */
  get lastIngestMs(): number {
    return this.#lastIngestMs;
  }

  find(holds: (fragment: StoredFragment) => boolean): StoredFragment | undefined {
    return this.#fragments.find(holds);
  }

  /** Closes the fragment that is open and begins another. */
  startFragment(number: string, producerTimestampMs: number): StoredFragment {
    this.closeFragment();
    const fragment = new StoredFragment({
      index: this.#nextIndex++,
      number,
      producerTimestampMs: Math.round(producerTimestampMs),
      serverTimestampMs: this.#clock.nowMs(),
      variant: this.#variant,
    });
    this.#open = fragment;
    this.#fragments.push(fragment);
    return fragment;
  }

  append(fragment: StoredFragment, block: MediaBlock): void {
    this.#lastIngestMs = this.#clock.monotonicMs();
    fragment.add(block, this.#lastIngestMs);
    this.bell.ring();
  }

  closeFragment(): void {
    if (this.#open) this.#open.closedAtMs = this.#clock.monotonicMs();
    this.#open = undefined;
    this.bell.ring();
  }

  /** Drops a fragment that is kept no longer; sessions that are reading it are not disturbed. */
  forget(fragment: StoredFragment): void {
    const at = this.#fragments.indexOf(fragment);
    if (at >= 0) this.#fragments.splice(at, 1);
  }
}
