import { createDemuxer, type DemuxerKind } from '@patchbay/media-stream';
import { PatchbayError } from '@patchbay/platform';
import { connectCall } from '@patchbay/testing';
import { heldMemory } from '../memory';
import { randomNumbers } from '../random-numbers';
import { mutate } from './mutate';

export interface FuzzFigures {
  readonly runs: number;
  /** Documents at which anything but a named error was thrown. */
  readonly crashes: number;
  /** The most CPU time that one document took, in milliseconds; other processes do not count. */
  readonly worst_ms: number;
  /** How much more memory is held after garbage collection, at most, than before. */
  readonly heap_growth_mb: number;
}

/** A short fragment: each mutation is then likely to hit something that matters. */
const DOCUMENTS = [{}, { unknownSizeBytes: 1, blockSizeBytes: 2 }, { sizeBytes: 8 }].map(
  (variant) => {
    const pcm = new Int16Array(600).fill(1000);
    const [document = new Uint8Array()] = connectCall({
      contactId: 'contact-1',
      startMs: 1_700_000_000_000,
      pcm: { AUDIO_FROM_CUSTOMER: pcm, AUDIO_TO_CUSTOMER: pcm },
      variant,
    });
    return document;
  },
);

const LARGEST_CHUNK_BYTES = 1500;
const RUNS_BETWEEN_MEMORY_CHECKS = 50_000;
const WARM_UP_RUNS = 200;

/** Feeds mutated documents, each after a whole one, to the demuxer. */
export function fuzzDemuxer(runs: number, kind?: DemuxerKind, seed = 1): FuzzFigures {
  const random = randomNumbers(seed);
  for (let run = 0; run < WARM_UP_RUNS; run += 1) fuzzOnce(random, kind);
  const startKb = heldMemory().heapKb;
  let growthKb = 0;
  let crashes = 0;
  let worstMs = 0;
  for (let run = 1; run <= runs; run += 1) {
    const { isNamed, tookMs } = fuzzOnce(random, kind);
    if (!isNamed) crashes += 1;
    worstMs = Math.max(worstMs, tookMs);
    if (run % RUNS_BETWEEN_MEMORY_CHECKS === 0 || run === runs) {
      growthKb = Math.max(growthKb, heldMemory().heapKb - startKb);
    }
  }
  return {
    runs,
    crashes,
    worst_ms: Number(worstMs.toFixed(2)),
    heap_growth_mb: Number((growthKb / 1024).toFixed(2)),
  };
}

function fuzzOnce(random: () => number, kind?: DemuxerKind): { isNamed: boolean; tookMs: number } {
  const document = DOCUMENTS[Math.floor(random() * DOCUMENTS.length)] ?? new Uint8Array();
  const bytes = mutate(document, random);
  const chunkBytes = 1 + Math.floor(random() * LARGEST_CHUNK_BYTES);
  const demuxer = createDemuxer(kind);
  const before = process.cpuUsage();
  let isNamed = true;
  try {
    demuxer.push(document);
    for (let at = 0; at < bytes.length; at += chunkBytes) {
      demuxer.push(bytes.subarray(at, at + chunkBytes));
    }
    demuxer.end();
  } catch (error) {
    isNamed = error instanceof PatchbayError;
  }
  const { user, system } = process.cpuUsage(before);
  return { isNamed, tookMs: (user + system) / 1000 };
}
