/** Widest size field that EBML allows, and the width that Kinesis Video writes for blocks. */
export const WIDEST_SIZE_BYTES = 8;

/** An EBML element: its ID as written in the Matroska tables, its size, its content. */
export function element(id: number, content: Uint8Array, sizeBytes?: number): Uint8Array {
  return concatBytes([idBytes(id), sizeField(content.length, sizeBytes), content]);
}

/** The header of an element whose size is not known yet: `sizeBytes` wide, all value bits set. */
export function unknownSizeHeader(id: number, sizeBytes: number): Uint8Array {
  const size = new Uint8Array(sizeBytes).fill(0xff);
  size[0] = 2 ** (9 - sizeBytes) - 1;
  return concatBytes([idBytes(id), size]);
}

/** A size as an EBML variable-length integer; as narrow as it fits unless a width is given. */
export function sizeField(value: number, sizeBytes = narrowestSize(value)): Uint8Array {
  const bytes = uintBytes(value, sizeBytes);
  bytes[0] = (bytes[0] ?? 0) | (1 << (8 - sizeBytes));
  return bytes;
}

/** Big-endian unsigned integer of the given width. */
export function uintBytes(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  for (let index = width - 1, rest = value; index >= 0; index--) {
    bytes[index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

const encoder = new TextEncoder();

/** UTF-8 text, filled with NULs up to `paddedBytes`, as Kinesis Video fills names. */
export function textBytes(text: string, paddedBytes = 0): Uint8Array {
  const bytes = encoder.encode(text);
  const padded = new Uint8Array(Math.max(bytes.length, paddedBytes));
  padded.set(bytes);
  return padded;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** An ID carries its own length in its first bits, so its plain bytes are the whole of it. */
function idBytes(id: number): Uint8Array {
  return uintBytes(id, Math.ceil(Math.log2(id + 1) / 8));
}

/** The all-ones value of each width means "unknown", so the largest size is one less. */
function narrowestSize(value: number): number {
  let sizeBytes = 1;
  while (value >= 2 ** (7 * sizeBytes) - 1) sizeBytes++;
  return sizeBytes;
}
