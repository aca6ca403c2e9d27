import type { ReplySegment, Turn } from './turn';

/** Slow speech: assumed for the sound of a segment that was cut off before its length was known. */
const CHARACTER_MS = 65;

/**
 * Which words of a reply each of its parts holds. The model tells text and sound per segment, not
 * per word, so a segment's words go to its parts by their share of its length.
 * @returns one text per part, empty for parts that were dropped; all parts of a whole segment that
 *   was played hold exactly its words together
 */
export function wordsOfParts(turn: Turn): string[] {
  const texts = turn.parts.map(() => '');
  turn.segments.forEach((segment, index) => {
    const ofSegment = turn.parts.flatMap((part, at) =>
      part.segment === index ? [{ part, at }] : [],
    );
    const ends = partEnds(
      ofSegment.map(({ part }) => part.durationMs),
      lengthMs(segment, turn, index),
    );
    for (const { word, share } of wordShares(segment.text)) {
      const place = ofSegment[ends.findIndex((end) => share <= end)];
      if (place) texts[place.at] = `${texts[place.at]} ${word}`.trim();
    }
  });
  return texts.map((text, index) => (turn.parts[index]?.dropped ? '' : text));
}

function lengthMs(segment: ReplySegment, turn: Turn, index: number): number {
  const knownMs = turn.parts
    .filter((part) => part.segment === index)
    .reduce((sum, part) => sum + part.durationMs, 0);
  return segment.soundComplete ? knownMs : Math.max(knownMs, segment.text.length * CHARACTER_MS);
}

/** Where each part ends, as a share of the whole; the last of a complete segment ends at 1 exactly. */
function partEnds(durationsMs: readonly number[], totalMs: number): number[] {
  let elapsedMs = 0;
  return durationsMs.map((durationMs) => {
    elapsedMs += durationMs;
    return elapsedMs >= totalMs ? 1 : elapsedMs / totalMs;
  });
}

/** The words of a text, each with the share of the text that has passed at its middle. */
function wordShares(text: string): { word: string; share: number }[] {
  const words = text.split(/\s+/).filter(Boolean);
  const total = words.reduce((sum, word) => sum + word.length + 1, 0);
  let passed = 0;
  return words.map((word) => {
    const share = (passed + word.length / 2) / total;
    passed += word.length + 1;
    return { word, share };
  });
}
