import { isSilent } from './silence';

test('a tail of quantisation noise is silent, one audible sample is not', () => {
  const noise = Int16Array.from({ length: 800 }, (_, i) => (i % 3) - 1);
  expect(isSilent(noise)).toBe(true);
  expect(isSilent(noise.with(400, -64))).toBe(false);
  expect(isSilent(new Int16Array(0))).toBe(true);
});
