import type { Clock } from '@patchbay/platform';
import { fragmentNumber } from '@patchbay/testing';
import { AwsFault } from '../front/aws-fault';
import type { MediaBlock, MediaStreams } from './media-streams';
import { MediaStream } from './media-stream';
import type { StoredFragment } from './stored-fragment';

/** Connect closes a fragment of its live media after this much sound. */
const FRAGMENT_MS = 1024;

/** How long Connect's streams keep media in our deployment. */
const RETENTION_MS = 2 * 60 * 60 * 1000;

/** Of all streams together: some 270 MB, two hours of a call, or 16 seconds of 500 calls. */
const MAX_FRAGMENTS = 8000;

interface Place {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
}

/** Every stream of the account, and the contacts that hold them. */
export class StreamStore implements MediaStreams {
  readonly #place: Place;
  readonly #byName = new Map<string, MediaStream>();
  /** The contact of each stream that is taken, by ARN. */
  readonly #contacts = new Map<string, { contactId: string; instanceId: string }>();
  /** In the order of ingestion, over all streams. */
  readonly #kept: { stream: MediaStream; fragment: StoredFragment }[] = [];

  #ingested = 0;

  constructor(place: Place) {
    this.#place = place;
  }

  /** @throws AwsFault ResourceNotFoundException */
  get({ arn, name }: { arn?: string | undefined; name?: string | undefined }): MediaStream {
    const named = name ?? arn?.split('/')[1] ?? '';
    const stream = this.#byName.get(named);
    if (stream && (arn === undefined || arn === stream.arn)) return stream;
    throw new AwsFault(404, 'ResourceNotFoundException', 'The requested stream is not found.');
  }

  acquire(contactId: string, instanceId: string): string {
    const free = [...this.#byName.values()].find(({ arn }) => !this.#contacts.has(arn));
    const stream = free ?? this.#create();
    this.#contacts.set(stream.arn, { contactId, instanceId });
    return stream.arn;
  }

  append(streamArn: string, blocks: readonly MediaBlock[]): void {
    const stream = this.get({ arn: streamArn });
    for (const block of blocks) stream.append(this.#fragmentFor(stream, block), block);
  }

  release(streamArn: string): void {
    this.get({ arn: streamArn }).closeFragment();
    this.#contacts.delete(streamArn);
  }

  /** Begins a fragment, and forgets what is too old or too much. */
  startFragment(stream: MediaStream, producerTimestampMs: number): StoredFragment {
    const number = fragmentNumber(++this.#ingested);
    const fragment = stream.startFragment(number, producerTimestampMs);
    this.#kept.push({ stream, fragment });
    this.#retain();
    return fragment;
  }

  #fragmentFor(stream: MediaStream, { producerTimestampMs }: MediaBlock): StoredFragment {
    const open = stream.openFragment;
    const isFull = open && producerTimestampMs - open.head.producerTimestampMs >= FRAGMENT_MS;
    if (open && !isFull) return open;
    const fragment = this.startFragment(stream, producerTimestampMs);
    Object.assign(fragment, this.#contacts.get(stream.arn));
    return fragment;
  }

  #create(): MediaStream {
    const { region, accountId, clock } = this.#place;
    const ordinal = this.#byName.size;
    const name = `patchbay-local-contact-${ordinal + 1}`;
    const arn = `arn:aws:kinesisvideo:${region}:${accountId}:stream/${name}/${Math.trunc(clock.nowMs())}`;
    const stream = new MediaStream({ arn, name, ordinal }, clock);
    this.#byName.set(name, stream);
    return stream;
  }

  #retain(): void {
    const expiredMs = this.#place.clock.nowMs() - RETENTION_MS;
    for (let oldest = this.#kept[0]; oldest; oldest = this.#kept[0]) {
      const isRecent = oldest.fragment.head.serverTimestampMs > expiredMs;
      if (isRecent && this.#kept.length <= MAX_FRAGMENTS) return;
      oldest.stream.forget(oldest.fragment);
      this.#kept.shift();
    }
  }
}
