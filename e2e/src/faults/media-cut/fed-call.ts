import type { LocalCloud } from '@patchbay/local-cloud';
import { sleep } from '@patchbay/platform';
import { BLOCK_SAMPLES } from '@patchbay/testing';

const SAMPLES_PER_MS = 8;
const BLOCK_MS = BLOCK_SAMPLES / SAMPLES_PER_MS;
/** How often blocks that are due are put into the stream. */
const TICK_MS = 20;
/** More than a fragment holds. */
const NEXT_CONTACT_BLOCKS = 20;
/** A stream is not given to the next contact at once. */
const NEXT_CONTACT_AFTER_MS = 5000;

type Streams = LocalCloud['mediaStreams'];

/** A call whose sound is put into a stream of Kinesis Video as Connect does, faster than life. */
export interface FedCall {
  readonly contactId: string;
  readonly streamArn: string;
  readonly startMs: number;
  /** What the caller said, as samples: no two stretches of it are the same. */
  readonly pcm: Int16Array;
  /** Resolves when all is said and the stream's next contact has taken it. */
  readonly fed: Promise<void>;
}

export function feedCall(streams: Streams, seconds: number, speed: number): FedCall {
  const contactId = '00000000-0000-4000-8000-000000000001';
  const streamArn = streams.acquire(contactId, 'instance');
  const startMs = Date.now();
  const pcm = Int16Array.from({ length: seconds * 1000 * SAMPLES_PER_MS }, sampleAt);
  const feed = async () => {
    const begunMs = performance.now();
    const blocks = pcm.length / BLOCK_SAMPLES;
    for (let block = 0; block < blocks; block++) {
      const dueMs = begunMs + (block * BLOCK_MS) / speed;
      if (dueMs > performance.now()) await sleep(TICK_MS);
      appendBlock(streams, streamArn, startMs, block, pcm);
    }
    streams.release(streamArn);
    const nextMs = startMs + 1000 * seconds + NEXT_CONTACT_AFTER_MS;
    const nextArn = streams.acquire('00000000-0000-4000-8000-000000000002', 'instance');
    for (let block = 0; block < NEXT_CONTACT_BLOCKS; block++) {
      appendBlock(streams, nextArn, nextMs, block, pcm);
    }
    streams.release(nextArn);
  };
  return { contactId, streamArn, startMs, pcm, fed: feed() };
}

function appendBlock(
  streams: Streams,
  arn: string,
  startMs: number,
  block: number,
  pcm: Int16Array,
) {
  const said = pcm.subarray(block * BLOCK_SAMPLES, (block + 1) * BLOCK_SAMPLES);
  const producerTimestampMs = startMs + block * BLOCK_MS;
  streams.append(arn, [
    { track: 'AUDIO_FROM_CUSTOMER', pcm: said, producerTimestampMs },
    { track: 'AUDIO_TO_CUSTOMER', pcm: said.map((sample) => ~sample), producerTimestampMs },
  ]);
}

/** Multiplicative hashing (Knuth): neighbours have nothing in common. */
const sampleAt = (_: number, at: number) => Math.imul(at + 1, 0x9e3779b1) >> 16;
