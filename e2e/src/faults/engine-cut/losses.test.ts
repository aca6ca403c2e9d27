import { newAccount, type CallAccount } from '../fleet/call-account';
import { lossesIn, silenceAfter, wasHeard, type Loss } from './losses';

const line = (msg: string, atMs: number, contactId = 'a') => ({
  msg,
  contactId,
  time: new Date(Math.round(performance.timeOrigin) + atMs).toISOString(),
});
const LOST = 'A speech session was lost';
const RENEWED = 'The talk goes on in another speech session';

test('a loss lasts until the same call goes on, and is none of a call that is over', () => {
  const losses = lossesIn([
    line(LOST, 1000),
    line(RENEWED, 1050, 'b'),
    line(RENEWED, 1300),
    line(LOST, 2000),
    line('The call is over', 2100),
    line(LOST, 3000, 'b'),
  ]);

  expect(losses.map(({ reconnectedMs }) => reconnectedMs)).toEqual([300, undefined, Infinity]);
});

/** A caller who spoke until 1000, and then was played these parts, each 500 ms long. */
function anAccount(parts: readonly [seenMs: number, text: string][], speaksAgainMs?: number) {
  const account: CallAccount = newAccount('a');
  const see = (step: object) => account.progress.push(step as CallAccount['progress'][number]);
  see({ type: 'caller-speaks', text: '', seenMs: 500 });
  see({ type: 'caller-silent', seenMs: 1000 });
  for (const [seenMs] of parts) {
    see({ type: 'prompt', uri: `s3://p/parts/${seenMs}.wav`, durationMs: 500, seenMs });
  }
  if (speaksAgainMs) see({ type: 'caller-speaks', text: '', seenMs: speaksAgainMs });
  const stored = parts.map(([seenMs, text]) => ({ audioKey: `parts/${seenMs}.wav`, text }));
  account.turns.push({ bot: { parts: stored } } as unknown as CallAccount['turns'][number]);
  return account;
}
const lossAt = (atMs: number): Loss => ({ contactId: 'a', atMs, reconnectedMs: 0 });

const END = 'That was turn one of this call.';

test.each<[string, number, CallAccount, number | undefined]>([
  ['speaks', 700, anAccount([[2000, END]]), undefined],
  ['waits', 1500, anAccount([[2000, END]]), 500],
  [
    'hears another part',
    2100,
    anAccount(
      [
        [2000, 'Ten'],
        [4000, END],
      ],
      9000,
    ),
    1500,
  ],
  [
    'hears what was stored, and then more',
    2100,
    anAccount([
      [2000, 'A'],
      [2600, 'B'],
      [6100, END],
    ]),
    3000,
  ],
  [
    'hears what was stored, and gives up',
    2100,
    anAccount(
      [
        [2000, 'A'],
        [2600, 'B'],
      ],
      6000,
    ),
    Infinity,
  ],
  ['hears nothing more', 2100, anAccount([[2000, 'Ten']]), Infinity],
  ['has heard all', 2100, anAccount([[2000, END]], 5000), undefined],
])('a caller who %s', (_, atMs, account, expected) => {
  expect(silenceAfter(lossAt(atMs), account)).toBe(expected);
});

test('a tool that runs after the loss is counted from', () => {
  const account = anAccount([[5000, END]]);
  account.toolRuns.push({ idempotencyKey: 'k', turn: 1, seenMs: 3500 });

  expect(silenceAfter(lossAt(1500), account)).toBe(1500);
});

test('an answer was heard if a part of it was played before the loss', () => {
  const account = anAccount([[2000, 'Ten']]);

  expect([1500, 2100].map((atMs) => wasHeard(lossAt(atMs), account))).toEqual([false, true]);
});
