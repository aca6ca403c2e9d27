import { WAVE_FORMAT_MULAW, WAVE_FORMAT_PCM } from './wav-format';

/** The rate of a telephone line, and of every prompt that Amazon Connect plays. */
export const TELEPHONE_RATE_HZ = 8000;

/**
 * A WAV file of µ-law mono at 8 kHz, the form in which Amazon Connect plays prompts from S3
 * ("Setting up prompts to play from an S3 bucket" in its administrator guide). Header of 58 bytes.
 */
export function writeMulawWav(mulaw: Uint8Array): Uint8Array {
  const format = new Uint8Array(18);
  writeFormat(format, WAVE_FORMAT_MULAW, TELEPHONE_RATE_HZ, 1);
  const sampleCount = new Uint8Array(4);
  new DataView(sampleCount.buffer).setUint32(0, mulaw.length, true);
  return riff([
    ['fmt ', format],
    ['fact', sampleCount],
    ['data', mulaw],
  ]);
}

/** A WAV file of PCM16 mono. Header of 44 bytes. */
export function writePcmWav(pcm: Int16Array, sampleRateHz: number): Uint8Array {
  const format = new Uint8Array(16);
  writeFormat(format, WAVE_FORMAT_PCM, sampleRateHz, 2);
  const samples = new Uint8Array(pcm.length * 2);
  const view = new DataView(samples.buffer);
  pcm.forEach((sample, i) => view.setInt16(i * 2, sample, true));
  return riff([
    ['fmt ', format],
    ['data', samples],
  ]);
}

function writeFormat(
  format: Uint8Array,
  formatTag: number,
  sampleRateHz: number,
  bytesPerSample: number,
): void {
  const view = new DataView(format.buffer);
  view.setUint16(0, formatTag, true);
  view.setUint16(2, 1, true);
  view.setUint32(4, sampleRateHz, true);
  view.setUint32(8, sampleRateHz * bytesPerSample, true);
  view.setUint16(12, bytesPerSample, true);
  view.setUint16(14, bytesPerSample * 8, true);
}

/** Chunks start at even offsets: an odd one is followed by a byte that its size does not count. */
function riff(chunks: readonly (readonly [id: string, body: Uint8Array])[]): Uint8Array {
  const length = chunks.reduce((sum, [, body]) => sum + 8 + body.length + (body.length % 2), 12);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  writeText(file, 0, 'RIFF');
  view.setUint32(4, length - 8, true);
  writeText(file, 8, 'WAVE');
  let offset = 12;
  for (const [id, body] of chunks) {
    writeText(file, offset, id);
    view.setUint32(offset + 4, body.length, true);
    file.set(body, offset + 8);
    offset += 8 + body.length + (body.length % 2);
  }
  return file;
}

function writeText(file: Uint8Array, offset: number, text: string): void {
  for (let i = 0; i < text.length; i += 1) file[offset + i] = text.charCodeAt(i);
}
