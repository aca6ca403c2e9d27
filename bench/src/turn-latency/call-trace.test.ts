import { traceCall } from './call-trace';
import type { Progress } from './place-call';

const CONTACT_ID = 'contact-1';
const PLACED_AT_MS = 1_000_000;
const part = (n: number) =>
  `https://prompts.s3.us-east-1.amazonaws.com/agents/bank/calls/${CONTACT_ID}/parts/1-${n}.wav`;
const action = (atMs: number, name: string): Progress => ({
  type: 'flow-action',
  atMs,
  action: name,
});
const prompt = (atMs: number, uri: string, more: Partial<Progress> = {}): Progress => ({
  type: 'prompt',
  atMs,
  uri,
  durationMs: 900,
  ...more,
});

/** A greeting, an answer of two parts, and one of one part. */
const STEPS: Progress[] = [
  prompt(300, 'https://prompts.s3.us-east-1.amazonaws.com/phrases/1.wav', { durationMs: 4000 }),
  action(4300, 'ask'),
  { type: 'caller-speaks', atMs: 6000 },
  action(8300, 'keep-cursor'),
  action(8300, 'listen'),
  action(8550, 'ask'),
  action(9000, 'keep-cursor'),
  action(9001, 'speak'),
  prompt(9150, part(1), { heardAfterMs: 1500 }),
  action(10_050, 'ask'),
  action(10_175, 'keep-cursor'),
  prompt(10_330, part(2)),
  action(11_230, 'ask'),
  { type: 'caller-speaks', atMs: 13_000 },
  action(15_000, 'keep-cursor'),
  prompt(15_150, part(3), { heardAfterMs: 1700 }),
];

const trace = traceCall({ steps: STEPS, placedAtMs: PLACED_AT_MS });

test('each first part after the caller’s words is a turn, the greeting is none', () => {
  expect(trace.heardAfterMs).toEqual([1500, 1700]);
});

test('a seam is the silence between two parts of one reply, not between two replies', () => {
  expect(trace.seamsMs).toEqual([280]);
});

test('a part was with the flow when the first action after the question ran', () => {
  expect(trace.parts).toEqual([
    { contactId: CONTACT_ID, part: 1, askedAtMs: 1_008_550, answeredAtMs: 1_009_000 },
    { contactId: CONTACT_ID, part: 2, askedAtMs: 1_010_050, answeredAtMs: 1_010_175 },
    { contactId: CONTACT_ID, part: 3, askedAtMs: 1_011_230, answeredAtMs: 1_015_000 },
  ]);
});
