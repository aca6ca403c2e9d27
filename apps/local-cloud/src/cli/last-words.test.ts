import { isHeardWhole } from './last-words';

const heard = Int16Array.of(0, 5, 6, 7, 0, 0, 8, 9, 0);

test.each([
  ['a part that was heard whole', [5, 6, 7], true],
  ['one that ends the call', [9, 0], true],
  ['one whose last sample is missing', [8, 9, 10], false],
  ['one that was never played', [1, 2], false],
  ['one longer than the call', Array<number>(10).fill(0), false],
])('%s', (_, part, expected) => {
  expect(isHeardWhole(Int16Array.from(part), heard)).toBe(expected);
});
