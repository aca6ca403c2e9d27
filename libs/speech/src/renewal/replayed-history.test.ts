import fc from 'fast-check';
import type { HistoryMessage } from '../speech-session';
import { lastQuestion, replayable, type HistoryCaps } from './replayed-history';

const CAPS: HistoryCaps = { messages: 40, bytesPerMessage: 1000, bytesInAll: 40_000 };
const user = (text: string): HistoryMessage => ({ role: 'user', text });
const assistant = (text: string): HistoryMessage => ({ role: 'assistant', text });

const message = fc.record({
  role: fc.constantFrom('user' as const, 'assistant' as const),
  text: fc.string({ unit: 'grapheme', maxLength: 40 }),
});
const caps = fc.record({
  messages: fc.integer({ min: 1, max: 8 }),
  bytesPerMessage: fc.integer({ min: 8, max: 60 }),
  bytesInAll: fc.integer({ min: 8, max: 200 }),
});

describe('replayable', () => {
  test('begins with the caller and takes neighbours of one role together', () => {
    const history = [assistant('Hi.'), user('I am'), user('Ann.'), assistant('Hello'), user('')];

    expect(replayable(history, CAPS)).toEqual([user('I am Ann.'), assistant('Hello')]);
  });

  test('keeps the newest messages', () => {
    const history = [user('1'), assistant('2'), user('3'), assistant('4'), user('5')];

    expect(replayable(history, { ...CAPS, messages: 4 })).toEqual([
      user('3'),
      assistant('4'),
      user('5'),
    ]);
    expect(replayable(history, { ...CAPS, bytesInAll: 3 })).toEqual(history.slice(2));
  });

  test('keeps the last whole words of a long message, and the end of an endless one', () => {
    expect(replayable([user('one two three')], { ...CAPS, bytesPerMessage: 10 })).toEqual([
      user('two three'),
    ]);
    expect(replayable([user('äöüäöü')], { ...CAPS, bytesPerMessage: 5 })).toEqual([user('öü')]);
  });

  test('stays within any caps, with roles in turn and the caller first', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 20 }), caps, (history, limits) => {
        const replayed = replayable(history, limits);
        const bytes = replayed.map(({ text }) => Buffer.byteLength(text));
        expect(replayed.length).toBeLessThanOrEqual(limits.messages);
        expect(Math.max(0, ...bytes)).toBeLessThanOrEqual(limits.bytesPerMessage);
        expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(limits.bytesInAll);
        expect(replayed.map(({ role }) => role)).toEqual(
          replayed.map((_, i) => (i % 2 === 0 ? 'user' : 'assistant')),
        );
      }),
    );
  });
});

describe('lastQuestion', () => {
  test('is taken from the end of a history that has no answer to it', () => {
    expect(lastQuestion([user('a'), assistant('b'), user('c'), user('d')])).toEqual({
      before: [user('a'), assistant('b')],
      question: 'c d',
    });
  });

  test('is empty when the caller did not speak last', () => {
    expect(lastQuestion([assistant('Hi.')])).toEqual({ before: [assistant('Hi.')], question: '' });
    expect(lastQuestion([])).toEqual({ before: [], question: '' });
  });
});
