import { aStoredTurn } from '@patchbay/testing';
import { heardTurns, type HeardPrompt } from './heard-turns';
import { judgeBargeIn, judgeTurns, type CallTrace } from './judge-turns';
import type { CallProgress } from './place-call';
import type { Expectation } from './scenario';

const aPrompt = (key: string, atMs: number, heardAfterMs?: number): HeardPrompt => ({
  type: 'prompt',
  uri: `https://prompts.s3.us-east-1.amazonaws.com/${key}`,
  atMs,
  durationMs: 1000,
  ...(heardAfterMs !== undefined && { heardAfterMs }),
});
const said = (atMs: number): CallProgress => ({ type: 'caller-speaks', atMs, text: 'Stop' });

const saying = (caller: string, bot: string, ...keys: string[]) => {
  const turn = aStoredTurn({ caller });
  const parts = keys.map((audioKey, cursor) => ({ cursor, text: '', audioKey, durationMs: 1000 }));
  return { ...turn, bot: { text: bot, parts } };
};

const traceOf = (
  turns: ReturnType<typeof aStoredTurn>[],
  { progress = [] as CallProgress[], events = [] as { type: string }[], speed = 1 } = {},
): CallTrace => {
  const prompts = progress.filter((entry) => entry.type === 'prompt');
  return { turns: heardTurns(turns, prompts), progress, events, speed };
};

const expecting = (expected: Partial<Expectation>): Expectation => ({
  outcome: 'end',
  attributes: {},
  turns: [],
  wholeReplies: false,
  events: [],
  secrets: [],
  ...expected,
});

const balance = saying('what is my balance', 'It is twelve dollars.', 'a.wav');
const goodbye = { ...saying('goodbye', 'Farewell.', 'b.wav'), tools: [aTool('end_call')] };

function aTool(name: string, outcome: 'ok' | 'failed' = 'ok') {
  return { name, outcome };
}

test('turns are found by their words and tools, in order, others in between', () => {
  const trace = traceOf([aStoredTurn(), balance, aStoredTurn(), goodbye]);
  const turns = [
    { caller: 'BALANCE', interrupted: false },
    { bot: '^farewell', tools: ['end_call'] },
  ];

  expect(judgeTurns(expecting({ turns }), trace)).toEqual([]);
  expect(judgeTurns(expecting({ turns: turns.reverse() }), trace)).toEqual([
    'no turn was as expected: {"caller":"BALANCE","interrupted":false}',
  ]);
});

test.each([
  ['other words', { bot: 'thirteen' }],
  ['another end', { caller: 'balance', interrupted: true }],
  ['a tool that failed', { caller: 'balance', tools: ['block_card'] }],
  ['a later answer', { caller: 'balance', heardWithinMs: 1000 }],
])('%s are not as expected', (_, turn) => {
  const stored = { ...balance, tools: [aTool('block_card', 'failed')] };
  const trace = traceOf([stored], { progress: [aPrompt('a.wav', 5000, 1001)] });

  expect(judgeTurns(expecting({ turns: [turn] }), trace)).toHaveLength(1);
});

test('waits are judged at the speed of life alone', () => {
  const turns = [{ caller: 'balance', heardWithinMs: 1000 }];
  const progress = [aPrompt('a.wav', 5000, 1001)];

  expect(judgeTurns(expecting({ turns }), traceOf([balance], { progress, speed: 2 }))).toEqual([]);
});

test('cut replies and missing events are problems where none may be', () => {
  const trace = traceOf([{ ...balance, interrupted: true }], { events: [{ type: 'CallEnded' }] });

  expect(judgeTurns(expecting({}), trace)).toEqual([]);
  expect(
    judgeTurns(expecting({ wholeReplies: true, events: ['CallEnded', 'VoicemailLeft'] }), trace),
  ).toEqual(['1 replies were cut off', 'no event VoicemailLeft was published']);
});

test('a secret may stand in no turn and no event, and is not told again', () => {
  const secrets = ['4711', '4712', '4713'];
  const events = [{ type: 'CallEnded', digits: '4712' }];
  const trace = traceOf([saying('my pin is 4711', 'Thank you.')], { events });

  expect(judgeTurns(expecting({ secrets }), trace)).toEqual([
    'secret 1 stands in a turn or an event',
    'secret 2 stands in a turn or an event',
  ]);
});

describe('after the caller spoke over a reply', () => {
  const reply = saying('tell me all', 'There is a lot.', 'a.wav', 'b.wav', 'c.wav');
  const after = (thirdPartAtMs: number) => [
    aPrompt('a.wav', 1000),
    said(2500),
    aPrompt('b.wav', 3400),
    aPrompt('c.wav', thirdPartAtMs),
  ];

  test('a further part of it is a problem', () => {
    const trace = traceOf([reply], { progress: after(4400) });
    expect(judgeBargeIn(trace)).toEqual(['the bot went on with its reply after “Stop”']);
  });

  test('what was on its way already is none', () => {
    const trace = traceOf([reply], { progress: after(3450) });
    expect(judgeBargeIn(trace)).toEqual([]);
  });

  test('the same phrase in a later reply is none', () => {
    const progress = [aPrompt('a.wav', 1000), said(2500), aPrompt('a.wav', 5000)];
    const again = saying('hello', 'Here it is.', 'a.wav');
    expect(judgeBargeIn(traceOf([again, again], { progress }))).toEqual([]);
  });
});
