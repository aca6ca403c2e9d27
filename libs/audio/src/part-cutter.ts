import { FRAME_SAMPLES, PartScan, type PartFrames } from './part-scan';
import { SampleBuffer } from './sample-buffer';
import { TELEPHONE_RATE_HZ } from './write-wav';

/** Bounds of a part's length, counted from its first sound. */
export interface PartLimits {
  /** No cut before this. */
  readonly earliestMs: number;
  /** From then on, this much quiet in a row ends the part. */
  readonly pauseMs: number;
  /** A part without such a pause is cut by then, at its quietest place. */
  readonly latestMs: number;
}

export interface PartCutterSettings {
  /** The first part of a reply is short: the caller waits for it. */
  readonly first: PartLimits;
  /** The others are made while the one before plays, so they may be whole phrases. */
  readonly next: PartLimits;
}

export const PART_CUTTER_DEFAULTS: PartCutterSettings = {
  first: { earliestMs: 600, pauseMs: 60, latestMs: 1400 },
  next: { earliestMs: 1200, pauseMs: 150, latestMs: 3000 },
};

/** Quiet is 30 dB below the loudest frame of the reply: under it lie pauses, above it weak consonants. */
const QUIET_POWER_RATIO = 10 ** (-30 / 10);
/** 20 PCM16 steps (−64 dBFS): dither and line noise are quiet even if nothing louder came yet. */
const QUIET_POWER_FLOOR = 20 ** 2;

/**
 * Cuts one reply, PCM16 mono at 8 kHz, into parts at its pauses, where the seam between two prompts
 * passes for a breath. Parts follow each other without loss: joined, they are the input sample for
 * sample, and they are the same under any chunking.
 */
export class PartCutter {
  readonly #next: PartFrames;
  #scan: PartScan;
  /** The sound of the part that is being looked at. */
  readonly #pending = new SampleBuffer();
  #loudestPower = 0;

  constructor(settings: PartCutterSettings = PART_CUTTER_DEFAULTS) {
    this.#next = framesOf(settings.next);
    this.#scan = new PartScan(framesOf(settings.first));
  }

  /** The parts that this sound completes. */
  push(pcm: Int16Array): Int16Array[] {
    this.#pending.append(pcm);
    const parts: Int16Array[] = [];
    for (let cut = this.#findCut(); cut !== undefined; cut = this.#findCut()) {
      parts.push(this.#take(cut));
    }
    return parts;
  }

  /** What is left, when the sound ends; sound after it is cut as by the parts before. */
  flush(): Int16Array[] {
    return this.#pending.length === 0 ? [] : [this.#take(this.#pending.length)];
  }

  #take(samples: number): Int16Array {
    this.#scan = new PartScan(this.#next);
    return this.#pending.take(samples);
  }

  #findCut(): number | undefined {
    for (;;) {
      const start = this.#scan.framesSeen * FRAME_SAMPLES;
      if (start + FRAME_SAMPLES > this.#pending.length) return undefined;
      const power = meanSquare(this.#pending.view(start, start + FRAME_SAMPLES));
      this.#loudestPower = Math.max(this.#loudestPower, power);
      const isQuiet = power <= Math.max(QUIET_POWER_FLOOR, this.#loudestPower * QUIET_POWER_RATIO);
      const frame = this.#scan.next(power, isQuiet);
      if (frame !== undefined) return this.#nearestToZero(frame * FRAME_SAMPLES);
    }
  }

  /** Ends the part on the frame's smallest sample, so that neither side clicks. */
  #nearestToZero(start: number): number {
    const frame = this.#pending.view(start, start + FRAME_SAMPLES).map(Math.abs);
    return start + frame.indexOf(Math.min(...frame)) + 1;
  }
}

function meanSquare(pcm: Int16Array): number {
  let sum = 0;
  for (let i = 0; i < pcm.length; i += 1) sum += (pcm[i] as number) ** 2;
  return sum / pcm.length;
}

function framesOf(limits: PartLimits): PartFrames {
  const frames = (ms: number) => Math.round((ms * TELEPHONE_RATE_HZ) / 1000 / FRAME_SAMPLES);
  return {
    earliest: frames(limits.earliestMs),
    pause: Math.max(1, frames(limits.pauseMs)),
    latest: frames(limits.latestMs),
  };
}
