import fc from 'fast-check';
import { wordsOfParts } from './spoken-words';
import { newTurn, type Turn } from './turn';

function turnWith(text: string, durationsMs: number[], soundComplete = true): Turn {
  const turn = newTurn(0);
  turn.segments.push({ text, soundComplete });
  const parts = durationsMs.map((durationMs, index) => ({
    segment: 0,
    audioKey: `part-${index}`,
    durationMs,
    played: true,
  }));
  turn.parts.push(...parts);
  return turn;
}

describe('wordsOfParts', () => {
  test('all parts of a whole segment hold exactly its words, in order', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 8 }),
        (words, durationsMs) => {
          const texts = wordsOfParts(turnWith(words.join(' '), durationsMs));
          expect(texts.filter(Boolean).join(' ')).toBe(words.join(' '));
        },
      ),
    );
  });

  test('a part holds the words of its share of the sound', () => {
    expect(wordsOfParts(turnWith('aaaa bbbb cccc dddd', [1000, 1000]))).toEqual([
      'aaaa bbbb',
      'cccc dddd',
    ]);
  });

  test('a segment cut off in its sound does not give its words to the parts that exist', () => {
    const text = 'this is a rather long sentence of which only the beginning was ever heard';
    const [heard = ''] = wordsOfParts(turnWith(text, [1000], false));
    expect(text.startsWith(heard)).toBe(true);
    expect(heard.length).toBeLessThan(text.length / 2);
  });
});
