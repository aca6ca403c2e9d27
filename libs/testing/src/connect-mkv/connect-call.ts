import {
  CONNECT_MKV,
  type ConnectFragment,
  type ConnectMkvVariant,
  type ConnectTrack,
} from './connect-fragment';
import { block, documentEnd, documentStart } from './connect-mkv';
import { concatBytes } from './ebml-writer';

export const BLOCK_SAMPLES = 512;
export const FRAGMENT_BLOCKS = 16;
const SAMPLES_PER_MS = 8;

/** The media of a call, to be written as the fragments that Connect would store. */
export interface ConnectCall {
  readonly contactId: string;
  readonly startMs: number;
  readonly pcm: Partial<Readonly<Record<ConnectTrack, Int16Array>>>;
  /** Counted up from here; 1000 unless given. */
  readonly firstFragment?: number;
  readonly variant?: Partial<ConnectMkvVariant>;
  /** Leaves the ContactId out of the last fragment. */
  readonly lastWithoutContactId?: boolean;
}

/** A call as whole documents, one a fragment of 16 blocks of 64 ms (1.024 s) on each track. */
export function connectCall(call: ConnectCall): Uint8Array[] {
  const variant = { ...CONNECT_MKV, ...call.variant };
  const samples = Math.max(...variant.tracks.map((track) => call.pcm[track]?.length ?? 0));
  const perFragment = BLOCK_SAMPLES * FRAGMENT_BLOCKS;
  const count = Math.ceil(samples / perFragment);
  return Array.from({ length: count }, (_, index) => {
    const isBare = call.lastWithoutContactId === true && index === count - 1;
    const fragment: ConnectFragment = {
      fragmentNumber: fragmentNumber((call.firstFragment ?? 1000) + index),
      producerTimestampMs: call.startMs + (index * perFragment) / SAMPLES_PER_MS,
      serverTimestampMs: call.startMs + (index * perFragment) / SAMPLES_PER_MS + 200,
      contactId: isBare ? undefined : call.contactId,
      instanceId: 'instance',
    };
    return wholeDocument(fragment, blocksOf(call, index * perFragment, variant), variant);
  });
}

/** One document from a fragment and its blocks, already written by {@link block}. */
export function wholeDocument(
  fragment: ConnectFragment,
  blocks: readonly Uint8Array[],
  variant: ConnectMkvVariant = CONNECT_MKV,
): Uint8Array {
  return concatBytes([documentStart(fragment, variant), ...blocks, documentEnd(fragment, variant)]);
}

/** Fragment numbers of the field have 47 digits, so no number type holds them. */
export function fragmentNumber(index: number): string {
  return `913438523331814323926820626222${String(index).padStart(17, '0')}`;
}

/** The bytes of PCM16 samples, little-endian, without a copy. */
export function pcmBytes(samples: Int16Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}

function blocksOf(call: ConnectCall, firstSample: number, variant: ConnectMkvVariant) {
  const blocks: Uint8Array[] = [];
  for (let index = 0; index < FRAGMENT_BLOCKS; index++) {
    const offset = index * BLOCK_SAMPLES;
    for (const track of variant.tracks) {
      const start = firstSample + offset;
      const pcm = call.pcm[track]?.subarray(start, start + BLOCK_SAMPLES);
      if (pcm?.length) blocks.push(block(track, offset / SAMPLES_PER_MS, pcmBytes(pcm), variant));
    }
  }
  return blocks;
}
