import { Memory } from './memory';
import { slotsSchema } from './rules';

const slots = slotsSchema.parse({
  name: { pattern: 'my name is (\\w+)', as: 'name' },
  phone: { pattern: 'number is ((?:\\w+ ?){3})', as: 'digits' },
  hour: { pattern: 'at (\\w+)', as: 'hour' },
});

function knowing(...texts: string[]) {
  const memory = new Memory(slots, { tomorrow: '2026-01-06' });
  for (const text of texts) memory.listen(text);
  return memory;
}

test('what the caller said is known, as a value and in words, until it is said anew', () => {
  const memory = knowing('hello my name is anna', 'my number is oh one nine please');

  expect(memory.fill('{name}: {phone}, {phone.words}')).toBe('Anna: 019, oh one nine');
  memory.listen('no my name is peter');
  expect(memory.fill('{name} {phone}')).toBe('Peter 019');
});

test.each([
  ['ten', '10'],
  ['nine', '09'],
  ['three', '15'],
  ['twelve', '12'],
])('at %s means %s in the opening hours', (word, hour) => {
  expect(knowing(`tomorrow at ${word}`).fill('{tomorrow}T{hour}:00')).toBe(`2026-01-06T${hour}:00`);
});

test('objects are filled too, also from a result, and what is not known is left empty', () => {
  const result = { passages: [{ text: 'It is "free".' }] };

  expect(
    knowing('what does it cost').fill(
      { query: '{text}', nested: ['{result.passages.0.text}', '{result.passages.1.text}'] },
      result,
    ),
  ).toEqual({ query: 'what does it cost', nested: ['It is "free".', ''] });
  expect(knowing().knows('name')).toBe(false);
});
