import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  mixToMono,
  readWav,
  TELEPHONE_RATE_HZ,
  type ResamplerFactory,
  type WavSound,
} from '@patchbay/audio';
import { UnusableWavError } from './errors';

/** A caller's recording, ready for the line. */
export interface CallerWav {
  readonly name: string;
  /** PCM16 mono, 8 kHz. */
  readonly pcm: Int16Array;
  /** Says what was converted, if anything. */
  readonly note?: string;
}

/** Reads any WAV file and makes it fit for the telephone. @throws UnusableWavError */
export async function readCallerWav(
  file: string,
  resamplers: ResamplerFactory,
): Promise<CallerWav> {
  try {
    const sound = readWav(await readFile(file));
    const mono = mixToMono(sound.pcm, sound.channels);
    const pcm = toTelephoneRate(mono, sound.sampleRateHz, resamplers);
    return { name: basename(file), pcm, ...noteOf(file, sound) };
  } catch (error) {
    throw new UnusableWavError(file, error);
  }
}

function toTelephoneRate(
  pcm: Int16Array,
  sampleRateHz: number,
  resamplers: ResamplerFactory,
): Int16Array {
  if (sampleRateHz === TELEPHONE_RATE_HZ) return pcm;
  const resampler = resamplers(sampleRateHz, TELEPHONE_RATE_HZ);
  try {
    return Int16Array.from([...resampler.push(pcm), ...resampler.flush()]);
  } finally {
    resampler.close();
  }
}

function noteOf(file: string, { sampleRateHz, channels }: WavSound): { note?: string } {
  if (sampleRateHz === TELEPHONE_RATE_HZ && channels === 1) return {};
  const channelNames = channels === 1 ? 'mono' : `${channels} channels`;
  return { note: `${file}: converted from ${sampleRateHz} Hz, ${channelNames}, to 8000 Hz, mono` };
}
