import { MalformedWavError, NotAWavError, UnsupportedWavError } from './wav-errors';
import {
  SAMPLE_FORMATS,
  WAVE_FORMAT_EXTENSIBLE,
  type SampleFormat,
  type WavEncoding,
} from './wav-format';

export interface WavSound {
  /** What the file held; `pcm` is PCM16 whatever it was. */
  readonly encoding: WavEncoding;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Interleaved. */
  readonly pcm: Int16Array;
}

interface Format extends SampleFormat {
  readonly sampleRateHz: number;
  readonly channels: number;
}

/**
 * Reads a WAV file: chunks it does not know are skipped, a data chunk that ends early (a recording
 * cut off, or a stream that could not know its length) gives the whole samples that are there.
 * @throws NotAWavError, MalformedWavError, UnsupportedWavError
 */
export function readWav(bytes: Uint8Array): WavSound {
  const { format, data } = findSound(bytes);
  const { encoding, sampleRateHz, channels } = format;
  return { encoding, sampleRateHz, channels, pcm: format.decode(data) };
}

/**
 * How long the sound of a WAV file is, in milliseconds, without decoding it.
 * @throws NotAWavError, MalformedWavError, UnsupportedWavError
 */
export function wavDurationMs(bytes: Uint8Array): number {
  const { format, data } = findSound(bytes);
  return (data.length * 1000) / (format.bytesPerSample * format.channels * format.sampleRateHz);
}

/** The whole samples of a file, and how they are encoded. */
function findSound(bytes: Uint8Array): { format: Format; data: Uint8Array } {
  assertWav(bytes);
  let format: Format | undefined;
  for (const { id, body } of chunksOf(bytes)) {
    if (id === 'fmt ') format = readFormat(body);
    if (id !== 'data') continue;
    if (!format) throw new MalformedWavError('its sound comes before its "fmt " chunk');
    const frameBytes = format.bytesPerSample * format.channels;
    return { format, data: body.subarray(0, body.length - (body.length % frameBytes)) };
  }
  throw new MalformedWavError(`it has no "${format ? 'data' : 'fmt '}" chunk`);
}

function assertWav(bytes: Uint8Array): void {
  if (bytes.length < 12) throw new NotAWavError(`it is only ${bytes.length} bytes long`);
  if (textAt(bytes, 0) !== 'RIFF') throw new NotAWavError('it does not start with RIFF');
  if (textAt(bytes, 8) !== 'WAVE') throw new NotAWavError('it is a RIFF file of another kind');
}

function* chunksOf(bytes: Uint8Array): Generator<{ id: string; body: Uint8Array }> {
  const view = viewOf(bytes);
  let offset = 12;
  while (offset + 8 <= bytes.length) {
    const size = view.getUint32(offset + 4, true);
    const start = offset + 8;
    yield { id: textAt(bytes, offset), body: bytes.subarray(start, start + size) };
    offset = start + size + (size % 2);
  }
}

function readFormat(body: Uint8Array): Format {
  if (body.length < 16) throw new MalformedWavError('its "fmt " chunk is too short');
  const view = viewOf(body);
  const channels = view.getUint16(2, true);
  const sampleRateHz = view.getUint32(4, true);
  if (channels === 0) throw new MalformedWavError('it says that it has no channels');
  if (sampleRateHz === 0) throw new MalformedWavError('it says that its sample rate is 0 Hz');
  return { ...sampleFormatOf(view), sampleRateHz, channels };
}

function sampleFormatOf(view: DataView): SampleFormat {
  const bits = view.getUint16(14, true);
  const outerTag = view.getUint16(0, true);
  // WAVE_FORMAT_EXTENSIBLE: the real tag is the start of a GUID at byte 24.
  const extended = outerTag === WAVE_FORMAT_EXTENSIBLE && view.byteLength >= 26;
  const tag = extended ? view.getUint16(24, true) : outerTag;
  const format = SAMPLE_FORMATS.get(`${tag}/${bits}`);
  if (!format) throw new UnsupportedWavError(`format ${tag} with ${bits} bits a sample`);
  return format;
}

const viewOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const textAt = (bytes: Uint8Array, offset: number) =>
  String.fromCharCode(...bytes.subarray(offset, offset + 4));
