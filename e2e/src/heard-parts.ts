/** Where a part was found in what the caller heard. */
export interface HeardPart {
  /** Sample at which it begins. */
  readonly at: number;
  /** Normalised correlation with the part's own samples: 1 is the same sound. */
  readonly correlation: number;
}

/** Enough sound to be told from every other stretch of speech. */
const PROBE_SAMPLES = 1024;

/** A short look first: most places differ at once. */
const GLANCE_SAMPLES = 48;
const GLANCE_CORRELATION = 0.9;

/** A voice looks much like itself a period of its pitch earlier: 20 ms hold one of any voice. */
const NEAR_SAMPLES = 160;

/** Above this two stretches are the same sound. */
const SAME_SOUND = 0.98;

/**
 * Finds the first place at or after `from` where a part (PCM16) was heard (PCM16, same rate), or the
 * likest one: the same word in another sentence may hold the same stretch.
 */
export function findPart(part: Int16Array, heard: Int16Array, from: number): HeardPart {
  const probeAt = loudest(part);
  const probe = part.subarray(probeAt, probeAt + PROBE_SAMPLES);
  let likest: HeardPart = { at: -1, correlation: 0 };
  for (const hit of matches(probe, heard, from)) {
    const at = Math.max(0, hit - probeAt);
    const correlation = correlate(part, heard.subarray(at, at + part.length));
    if (correlation > likest.correlation) likest = { at, correlation };
    if (correlation >= SAME_SOUND) break;
  }
  return likest;
}

/** How often a part sounds in a stretch of sound. */
export function timesHeard(part: Int16Array, sound: Int16Array): number {
  const probeAt = loudest(part);
  const probe = part.subarray(probeAt, probeAt + PROBE_SAMPLES);
  return [...matches(probe, sound, 0)].length;
}

/** Where the loudest stretch of a part begins. */
function loudest(part: Int16Array): number {
  let bestAt = 0;
  let bestEnergy = -1;
  for (let at = 0; at + PROBE_SAMPLES <= part.length; at += PROBE_SAMPLES / 4) {
    const stretch = part.subarray(at, at + PROBE_SAMPLES);
    const energy = dot(stretch, stretch, PROBE_SAMPLES);
    if (energy > bestEnergy) [bestAt, bestEnergy] = [at, energy];
  }
  return bestAt;
}

/** The places at which the probe sounds the same; the best of each occasion. */
function* matches(probe: Int16Array, heard: Int16Array, from: number): Generator<number> {
  for (let at = from; at + probe.length <= heard.length; at++) {
    const here = heard.subarray(at, at + probe.length);
    if (correlate(probe, here, GLANCE_SAMPLES) < GLANCE_CORRELATION) continue;
    if (correlate(probe, here) < SAME_SOUND) continue;
    yield best(probe, heard, at);
    at += probe.length;
  }
}

/** The best place at or soon after the first that is good enough. */
function best(probe: Int16Array, heard: Int16Array, near: number): number {
  const places = Array.from({ length: NEAR_SAMPLES }, (_, offset) => near + offset);
  const likeness = (at: number) => correlate(probe, heard.subarray(at, at + probe.length));
  return places.reduce((a, b) => (likeness(b) > likeness(a) ? b : a));
}

function correlate(a: Int16Array, b: Int16Array, samples = a.length): number {
  const energy = Math.sqrt(dot(a, a, samples) * dot(b, b, samples));
  return energy === 0 ? 0 : dot(a, b, samples) / energy;
}

function dot(a: Int16Array, b: Int16Array, samples: number): number {
  let sum = 0;
  const length = Math.min(a.length, b.length, samples);
  for (let i = 0; i < length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
