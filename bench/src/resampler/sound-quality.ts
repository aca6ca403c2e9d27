import type { PeerStream } from './peers';
import { amplitudeOf, decibels, tone } from './tone';

/** What a telephone carries. */
const LOWEST_HZ = 200;
const HIGHEST_HZ = 3400;
/** From here on nothing of a telephone's band may be folded. */
const STOP_BAND_HZ = 4600;
/** A prime step, so that no comb of a filter hides between the tones. */
const STEP_HZ = 37;

/** −1 dBFS, the level at which AES17 measures distortion and noise. */
const LOUD = 32767 * 10 ** (-1 / 20);
/** 70 % of full scale: no filter clips on it. */
const MODERATE = 23000;

const SETTLE_S = 0.25;
const MEASURE_S = 1;

export interface SoundQuality {
  readonly rejection_db: number;
  readonly sinad_db: number;
  readonly ripple_db: number;
  readonly delay_ms: number;
}

/** Measures one stream; tone follows tone through it, and each has time to settle. */
export function soundQuality(
  stream: PeerStream,
  fromRateHz: number,
  toRateHz: number,
  stepHz = STEP_HZ,
): SoundQuality {
  const line: Line = {
    fromRateHz,
    toRateHz,
    stepHz,
    through: (pcm) => steadyPart(stream, pcm, fromRateHz, toRateHz),
  };
  return {
    rejection_db: rejectionDb(line),
    sinad_db: sinadDb(line),
    ripple_db: rippleDb(line),
    delay_ms: delayMs(stream, fromRateHz),
  };
}

/** A way for tones: what comes out once the filter has settled, exactly one second. */
interface Line {
  readonly fromRateHz: number;
  readonly toRateHz: number;
  /** Between one tone and the next. */
  readonly stepHz: number;
  through(pcm: Int16Array): Int16Array;
}

function steadyPart(
  stream: PeerStream,
  pcm: Int16Array,
  fromRateHz: number,
  toRateHz: number,
): Int16Array {
  const frame = fromRateHz / 50;
  const output: number[] = [];
  for (let i = 0; i < pcm.length; i += frame)
    output.push(...stream.push(pcm.subarray(i, i + frame)));
  const start = SETTLE_S * toRateHz;
  return Int16Array.from(output.slice(start, start + MEASURE_S * toRateHz));
}

const TONE_S = SETTLE_S + MEASURE_S + SETTLE_S;

/** The strongest image or alias, against the tone that caused it. Dither keeps rounding from hiding it. */
function rejectionDb({ fromRateHz, toRateHz, stepHz, through }: Line): number {
  const upwards = fromRateHz < toRateHz;
  const tones = upwards
    ? frequencies(LOWEST_HZ, HIGHEST_HZ, stepHz)
    : frequencies(STOP_BAND_HZ, fromRateHz / 2 - 1, stepHz);
  const rejections = tones.map((frequencyHz) => {
    const output = through(tone(frequencyHz, MODERATE, fromRateHz, TONE_S, true));
    const foldedHz = upwards ? fromRateHz - frequencyHz : foldedAt(frequencyHz, toRateHz);
    return decibels(MODERATE / amplitudeOf(output, foldedHz, toRateHz));
  });
  return Math.min(...rejections);
}

/** Where a frequency is heard after sampling at `rateHz`. */
const foldedAt = (frequencyHz: number, rateHz: number) =>
  Math.abs(frequencyHz - rateHz * Math.round(frequencyHz / rateHz));

/** The worst ratio of a loud tone to all else that comes out with it. */
function sinadDb({ fromRateHz, toRateHz, stepHz, through }: Line): number {
  const ratios = frequencies(LOWEST_HZ, HIGHEST_HZ, stepHz).map((frequencyHz) => {
    const output = through(tone(frequencyHz, LOUD, fromRateHz, TONE_S));
    const wanted = amplitudeOf(output, frequencyHz, toRateHz) ** 2 / 2;
    const all = output.reduce((sum, sample) => sum + sample ** 2, 0) / output.length;
    return decibels(wanted / (all - wanted)) / 2;
  });
  return Math.min(...ratios);
}

/** How far apart the loudest and the quietest tone of the telephone's band come out. */
function rippleDb({ fromRateHz, toRateHz, stepHz, through }: Line): number {
  const gains = frequencies(LOWEST_HZ, HIGHEST_HZ, stepHz).map((frequencyHz) => {
    const output = through(tone(frequencyHz, MODERATE, fromRateHz, TONE_S));
    return decibels(amplitudeOf(output, frequencyHz, toRateHz) / MODERATE);
  });
  return Math.max(...gains) - Math.min(...gains);
}

/** From the entry of a pulse to the exit of its peak, fed sample by sample. */
function delayMs(stream: PeerStream, fromRateHz: number): number {
  const pulseAt = fromRateHz / 10;
  const peak = { level: 0, leftAt: pulseAt };
  for (let i = 0; i < 2 * pulseAt; i += 1) {
    for (const sample of stream.push(Int16Array.of(i === pulseAt ? 32767 : 0))) {
      if (i >= pulseAt && sample > peak.level) Object.assign(peak, { level: sample, leftAt: i });
    }
  }
  return ((peak.leftAt - pulseAt) * 1000) / fromRateHz;
}

function frequencies(lowestHz: number, highestHz: number, stepHz: number): number[] {
  const count = Math.floor((highestHz - lowestHz) / stepHz) + 1;
  const inSteps = Array.from({ length: count }, (_, i) => lowestHz + i * stepHz);
  return [...new Set([...inSteps, highestHz])];
}
