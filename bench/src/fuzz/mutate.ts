type Random = () => number;

/** A change that a broken producer, a broken line or an enemy could make. */
type Mutation = (bytes: Uint8Array, random: Random) => Uint8Array;

/** Bytes that mean something to an EBML reader: empty and full sizes, ids of masters and blocks. */
const TELLING_BYTES = [0x00, 0x01, 0x08, 0x80, 0x81, 0xff, 0xa3, 0xae, 0x1a, 0x18, 0x1f, 0x12];

const below = (limit: number, random: Random) => Math.floor(random() * limit);

const setByte = (bytes: Uint8Array, value: number, random: Random) => {
  bytes[below(bytes.length, random)] = value;
  return bytes;
};

const MUTATIONS: readonly Mutation[] = [
  (bytes, random) => setByte(bytes, below(256, random), random),
  (bytes, random) =>
    setByte(bytes, TELLING_BYTES[below(TELLING_BYTES.length, random)] ?? 0, random),
  (bytes, random) => bytes.subarray(0, 1 + below(bytes.length, random)),
  (bytes, random) => bytes.subarray(below(bytes.length, random)),
  (bytes, random) => {
    const at = below(bytes.length, random);
    return bytes.fill(below(256, random), at, at + below(64, random));
  },
  (bytes, random) => {
    const from = below(bytes.length, random);
    return bytes.copyWithin(below(bytes.length, random), from, from + below(400, random));
  },
];

/** A copy of `document` with one to four changes in it. */
export function mutate(document: Uint8Array, random: Random): Uint8Array {
  let bytes: Uint8Array = document.slice();
  for (let left = 1 + below(4, random); left > 0 && bytes.length > 0; left -= 1) {
    const mutation = MUTATIONS[below(MUTATIONS.length, random)];
    bytes = mutation?.(bytes, random) ?? bytes;
  }
  return bytes;
}
