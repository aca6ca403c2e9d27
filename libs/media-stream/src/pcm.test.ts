import { toSamples } from './pcm';

test('samples share aligned memory and are copied from odd places', () => {
  const bytes = Uint8Array.of(9, 1, 0, 0xff, 0x7f, 0, 0x80);
  const odd = toSamples(bytes.subarray(1));
  const even = toSamples(bytes.subarray(0, 6));

  expect([...odd]).toEqual([1, 32_767, -32_768]);
  expect(odd.buffer).not.toBe(bytes.buffer);
  expect(even.buffer).toBe(bytes.buffer);
});
