import { decodeMulaw, encodeMulaw, MULAW_SILENCE } from './mulaw';

const everySample = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
const everyCode = Uint8Array.from({ length: 256 }, (_, code) => code);
/** The other code for silence, "minus zero"; no encoder of positive zero yields it. */
const MINUS_ZERO = 0x7f;

describe('decodeMulaw', () => {
  test.each([
    [0xff, 0],
    [0x7f, 0],
    [0xfe, 8],
    [0xf0, 120],
    [0xef, 132],
    [0x80, 32124],
    [0x00, -32124],
    [0x8f, 16764],
    [0x55, -716],
  ])('code %i is the level %i of G.711', (code, level) => {
    expect(decodeMulaw(Uint8Array.of(code))[0]).toBe(level);
  });
});

describe('encodeMulaw', () => {
  test('gives every code back for its own level', () => {
    const codes = encodeMulaw(decodeMulaw(everyCode));
    const expected = everyCode.map((code) => (code === MINUS_ZERO ? MULAW_SILENCE : code));
    expect(codes).toEqual(expected);
  });

  test('keeps the loudest samples loud', () => {
    expect([...encodeMulaw(Int16Array.of(-32768, -32767, 32767, 32636))]).toEqual([
      0x00, 0x00, 0x80, 0x80,
    ]);
  });

  test('is never more than half a step from the sample', () => {
    const levels = decodeMulaw(encodeMulaw(everySample));
    const tooFar = everySample.filter((sample, i) => {
      const clipped = Math.max(-32635, Math.min(32635, sample));
      // Segment s starts at 128 * 2^s - 132 and has steps of 8 * 2^s; the bits below 14 are worth 3 more.
      const segment = Math.floor(Math.log2((Math.abs(clipped) + 132) / 128));
      return Math.abs(clipped - (levels[i] as number)) > 4 * 2 ** segment + 3;
    });
    expect(tooFar).toHaveLength(0);
  });

  test('is monotonic and odd but for the rounding of zero', () => {
    const levels = decodeMulaw(encodeMulaw(everySample));
    expect(levels).toEqual(levels.slice().sort());
    const mirrored = decodeMulaw(encodeMulaw(everySample.map((sample) => ~sample)));
    expect(mirrored).toEqual(levels.map((level) => -level));
  });
});
