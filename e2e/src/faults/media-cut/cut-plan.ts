import { createHash } from 'node:crypto';

const KINDS = ['end', 'socket', 'error-tag'] as const;

/** How a session ends before its time: without a word, by its connection, or by an error tag. */
export type CutKind = (typeof KINDS)[number];

export interface Cut {
  readonly kind: CutKind;
  /** After so many bytes of the session; an error tag comes behind the block that is under way. */
  readonly afterBytes: number;
}

/** What a fragment of Connect's takes: some sessions end before they bring anything new. */
const FRAGMENT_BYTES = 36_000;

/** So many cuts follow each other at once: a reader that reopens at once would call too often. */
const BURST = 8;

/**
 * Cuts at random places of a stream, which are the same in every run; the first ones come in a
 * burst. @returns a cut for each session, in order: all of them come within `streamBytes`.
 */
export function planCuts(count: number, streamBytes: number): Cut[] {
  const burst = Math.min(BURST, count - 1);
  const burstAt = streamBytes / 4;
  const places = Array.from({ length: count }, (_, cut) =>
    cut < burst
      ? burstAt + (cut + randomAt(cut)) * 1.5 * FRAGMENT_BYTES
      : randomAt(cut) * streamBytes,
  ).sort((a, b) => a - b);
  return places.map((place, cut) => ({
    kind: KINDS[cut % KINDS.length] ?? 'end',
    afterBytes: Math.round(place - (places[cut - 1] ?? 0)),
  }));
}

/** From 0 to 1. */
const randomAt = (cut: number) =>
  createHash('sha256').update(`media-cut ${cut}`).digest().readUInt32BE() / 2 ** 32;
