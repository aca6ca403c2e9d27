/** Of a 16-bit sample G.711 µ-law sees the upper 14 bits. */
const MULAW_INPUT_BITS = 14;
const SHIFT = 16 - MULAW_INPUT_BITS;
const INDEX_MASK = (1 << MULAW_INPUT_BITS) - 1;

/** Added to each magnitude, so that every segment of the curve starts at a power of two. */
const BIAS = 33;
/** The largest magnitude that still fits 13 bits with the bias; a louder one would wrap to near silence. */
const LARGEST_MAGNITUDE = 8158;

/** The code of digital silence. */
export const MULAW_SILENCE = 0xff;

/** Made when it is first needed: most starts of a Lambda function encode nothing. */
let codeBySample: Uint8Array | undefined;
const SAMPLE_BY_CODE = Int16Array.from({ length: 256 }, (_, code) => linearSample(code));

/** G.711 µ-law, one code a sample; agrees with the reference of ITU-T G.191. */
export function encodeMulaw(pcm: Int16Array): Uint8Array {
  const table = (codeBySample ??= codesOfAllSamples());
  const codes = new Uint8Array(pcm.length);
  for (let i = 0; i < pcm.length; i += 1) {
    codes[i] = table[((pcm[i] as number) >> SHIFT) & INDEX_MASK] as number;
  }
  return codes;
}

/** PCM16, one sample a code, up to ±32124. */
export function decodeMulaw(bytes: Uint8Array): Int16Array {
  const pcm = new Int16Array(bytes.length);
  for (let i = 0; i < bytes.length; i += 1) {
    pcm[i] = SAMPLE_BY_CODE[bytes[i] as number] as number;
  }
  return pcm;
}

const codesOfAllSamples = () =>
  Uint8Array.from({ length: 1 << MULAW_INPUT_BITS }, (_, index) =>
    mulawCode((index << (32 - MULAW_INPUT_BITS)) >> (32 - MULAW_INPUT_BITS)),
  );

/** Of a 14-bit sample. A code is sign, segment (3 bits) and step within it (4 bits), all inverted. */
function mulawCode(sample: number): number {
  const negative = sample < 0;
  const magnitude = Math.min(negative ? ~sample : sample, LARGEST_MAGNITUDE) + BIAS;
  const segment = 26 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 1)) & 0x0f;
  return ~((negative ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}

function linearSample(code: number): number {
  const inverted = ~code & 0xff;
  const segment = (inverted >> 4) & 0x07;
  const magnitude = (((inverted & 0x0f) * 2 + BIAS) << segment) - BIAS;
  return (inverted & 0x80 ? -magnitude : magnitude) << SHIFT;
}
