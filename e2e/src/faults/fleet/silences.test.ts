import type { CallAccount, Seen } from './call-account';
import { newAccount } from './call-account';
import { silencesAfter } from './silences';

const FAULT_MS = 10_000;
const PART = 'https://prompts.test/calls/1/parts/1-1.wav';
const FILLER = 'https://prompts.test/phrases/filler.wav';

type Step = CallAccount['progress'][number];

const prompt = (seenMs: number, uri: string, durationMs = 1000): Step =>
  ({ type: 'prompt', uri, durationMs, atMs: seenMs, seenMs }) as Seen<Step>;
const caller = (type: 'caller-speaks' | 'caller-silent', seenMs: number): Step =>
  ({ type, atMs: seenMs, seenMs, ...(type === 'caller-speaks' && { text: '' }) }) as Step;

function silence(...progress: Step[]) {
  const account = newAccount('contact-0001');
  account.polls.push({ askedCursor: '0', answer: {}, seenMs: 1 });
  account.progress.push(...progress);
  return silencesAfter(FAULT_MS, [account], 1)[0];
}

test('counts from the end of what sounded at the fault to a filler, and to a part', () => {
  expect(silence(prompt(9500, PART), prompt(12_500, FILLER), prompt(16_500, PART))).toMatchObject({
    soundAfterMs: 2000,
    partAfterMs: 6000,
  });
});

test.each<[string, number, Step[]]>([
  ['speaks late', 4000, [caller('caller-speaks', 14_000), caller('caller-silent', 15_000)]],
  ['speaks early', 4500, [caller('caller-speaks', 10_500), caller('caller-silent', 11_500)]],
  ['was speaking', 5000, [caller('caller-speaks', 9000), caller('caller-silent', 11_000)]],
  ['interrupts', 1000, [caller('caller-speaks', 11_000)]],
])('a caller who %s was quiet for %i ms', (_, quietMs, words) => {
  expect(silence(...words, prompt(16_000, FILLER))?.soundAfterMs).toBe(quietMs);
});

test('a caller who hears nothing more has no end of silence', () => {
  expect(silence(prompt(9500, PART))).toMatchObject({ soundAfterMs: undefined });
});
