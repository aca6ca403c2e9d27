/**
 * PCM16 little-endian bytes as samples: the same memory where it is aligned, else a copy.
 * Every platform that Node runs our services on is little-endian.
 */
export function toSamples(payload: Uint8Array): Int16Array {
  const isAligned = payload.byteOffset % Int16Array.BYTES_PER_ELEMENT === 0;
  const bytes = isAligned ? payload : Uint8Array.from(payload);
  return new Int16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
}
