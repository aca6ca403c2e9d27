/** The element IDs that we read, as the Matroska specification (RFC 9559) lists them. */
export const ID = {
  ebml: 0x1a45dfa3,
  segment: 0x18538067,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  name: 0x536e,
  tags: 0x1254c367,
  tag: 0x7373,
  simpleTag: 0x67c8,
  tagName: 0x45a3,
  tagString: 0x4487,
  cluster: 0x1f43b675,
  timecode: 0xe7,
  simpleBlock: 0xa3,
} as const;

/** Stands for the size that EBML writes as all ones: "until something else begins". */
export const UNKNOWN_SIZE = -1;

/** EBML's limits for the two fields of an element's header. */
export const MAX_ID_BYTES = 4;
export const MAX_SIZE_BYTES = 8;

/** Width of a variable-length integer from its first byte: leading zero bits plus one; 9 if none is set. */
export function vintWidth(firstByte: number): number {
  return Math.clz32(firstByte) - 23;
}

/** The value of a variable-length integer of `width` bytes; {@link UNKNOWN_SIZE} when all bits are ones. */
export function vintValue(bytes: Uint8Array, offset: number, width: number): number {
  let value = (bytes[offset] ?? 0) & (0xff >> width);
  for (let index = 1; index < width; index++) value = value * 256 + (bytes[offset + index] ?? 0);
  return isAllOnes(value, width) ? UNKNOWN_SIZE : value;
}

/** The largest value of each width; eight bytes of ones compare as the nearest double. */
const ALL_ONES = Array.from({ length: MAX_SIZE_BYTES + 1 }, (_, width) => 2 ** (7 * width) - 1);

export function isAllOnes(value: number, width: number): boolean {
  return value === ALL_ONES[width];
}

/** Big-endian unsigned integer from `start` to `end`; Infinity when it is wider than eight bytes. */
export function readUint(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 8) return Number.POSITIVE_INFINITY;
  let value = 0;
  for (let index = start; index < end; index++) value = value * 256 + (bytes[index] ?? 0);
  return value;
}

const NUL = 0;

/** UTF-8 text from `start` to `end`, without the NULs that pad it. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  let textEnd = end;
  while (textEnd > start && bytes[textEnd - 1] === NUL) textEnd--;
  return asBuffer(bytes).toString(undefined, start, textEnd);
}

/** What sockets hand out are Buffers already. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
