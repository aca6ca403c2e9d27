import { WriteRefusedError } from '@patchbay/call';
import type { TurnAnswer, TurnRequest } from '@patchbay/contracts';
import {
  aCallRecord,
  anAgent,
  anOwner,
  CONTACT_ID,
  createManualClock,
  createMemoryCallStore,
  createRecordingLogger,
  QUEUE_ARN,
} from '@patchbay/testing';
import type { Owner } from '../bridge/bridge-client';
import { BridgeUnreachableError } from '../bridge/errors';
import { outlastStore, type Outlasted } from './outlast-store';
import { formatStoreWait, parseStoreWait } from './store-wait';

const BUDGET_MS = 7000;
const AGENT = anAgent();
const FILLERS = AGENT.phrases.fillers;
const phraseUrl = (text: string) => `https://prompts.test/${encodeURIComponent(text)}`;
const NEXT: TurnAnswer = { cursor: 4, intent: 'listen' };
const askTurn: (owner: Owner, turn: TurnRequest) => Promise<TurnAnswer> = async () => NEXT;
const away = () => Promise.reject(new Error('DynamoDB is away'));

/** A call in the hands of a bridge that answers at once, over a store; waiting moves the clock. */
function prepare() {
  const clock = createManualClock(Date.parse('2026-01-05T10:00:05.000Z'));
  const calls = createMemoryCallStore(aCallRecord({ epoch: 1, owner: anOwner(), cursor: 3 }));
  return {
    clock,
    calls,
    agents: { byId: async () => AGENT, byDialledNumber: async () => AGENT },
    callQueue: { send: async () => undefined },
    defaultQueueArn: 'arn:default-queue',
    phraseUrl,
    bridge: { askTurn },
    pause: async (delayMs: number) => clock.advance(Math.max(delayMs, 1)),
    logger: createRecordingLogger(),
  };
}
type World = ReturnType<typeof prepare>;

/** Polls as a flow does, until it hears something other than speak or listen, or for so long. */
async function follow(world: World, forMs: number, agent = async () => AGENT) {
  const heard: { atMs: number; answer: Outlasted['answer'] }[] = [];
  let kept = '';
  while (world.clock.monotonicMs() < forMs) {
    const asked = { poll: { contactId: CONTACT_ID, cursor: 3 }, wait: parseStoreWait(kept), agent };
    const { answer, wait } = await outlastStore(asked, BUDGET_MS, world);
    kept = formatStoreWait(wait);
    heard.push({ atMs: world.clock.monotonicMs(), answer });
    if (answer.intent === 'transfer') break;
    world.clock.advance(answer.intent === 'speak' ? 1500 : 400);
  }
  return heard;
}

describe('a poll whose record cannot be read', () => {
  test('is answered by the bridge once the record can be read again', async () => {
    const world = prepare();
    const { read } = world.calls;
    let failures = 2;
    world.calls.read = (contactId) => (failures-- > 0 ? away() : read(contactId));

    expect((await follow(world, 1))[0]?.answer).toEqual(NEXT);
    expect(world.clock.monotonicMs()).toBeLessThan(1000);
  });

  test('gets a filler after a moment and then every 6 s, and keeps its cursor', async () => {
    const world = prepare();
    world.calls.read = away;

    const heard = await follow(world, 30_000);

    const spoken = heard.flatMap(({ atMs, answer }) =>
      answer.intent === 'speak' ? [{ atMs, url: answer.responseAudioUrl }] : [],
    );
    expect(heard.every(({ answer }) => answer.cursor === 3)).toBe(true);
    expect(heard.map(({ answer }) => answer.intent)).toContain('listen');
    expect(spoken[0]?.atMs).toBeGreaterThanOrEqual(1500);
    expect(spoken[0]?.atMs).toBeLessThan(2500);
    expect(spoken[0]?.url).toBe(phraseUrl(FILLERS[0] ?? ''));
    expect(spoken[1]?.url).toBe(phraseUrl(FILLERS[1] ?? ''));
    const gaps = spoken.slice(1).map(({ atMs }, index) => atMs - (spoken[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(6000);
    expect(Math.max(...gaps)).toBeLessThan(8000);
  });

  test('goes to a human of its agent after a minute, and not before', async () => {
    const world = prepare();
    world.calls.read = away;

    const last = (await follow(world, 120_000)).at(-1);

    expect(last?.answer).toMatchObject({
      intent: 'transfer',
      reason: 'bot_unavailable',
      queueArn: QUEUE_ARN,
    });
    expect(last?.atMs).toBeGreaterThanOrEqual(60_000);
    expect(last?.atMs).toBeLessThan(66_000);
  });

  test('reaches the default queue when nobody can tell its agent', async () => {
    const world = prepare();
    world.calls.read = away;

    const heard = await follow(world, 120_000, away);

    expect(heard.some(({ answer }) => answer.intent === 'speak')).toBe(false);
    expect(heard.at(-1)?.answer).toMatchObject({ queueArn: 'arn:default-queue' });
  });

  test('is answered in time although the store never answers', async () => {
    const world = prepare();
    world.calls.read = () => new Promise(() => undefined);
    const asked = { poll: { contactId: CONTACT_ID, cursor: 3 }, agent: async () => AGENT };
    const wait = { sinceMs: world.clock.nowMs() - 2000, fillers: 0 };

    const { answer } = await outlastStore({ ...asked, wait }, 20, world);

    expect(answer).toMatchObject({ cursor: 3, intent: 'speak' });
  });

  test('begins to wait anew after the store was there', async () => {
    const world = prepare();
    const { read } = world.calls;
    world.calls.read = away;
    await follow(world, 50_000);
    world.calls.read = read;
    const asked = { poll: { contactId: CONTACT_ID, cursor: 3 }, agent: async () => AGENT };
    const long = { sinceMs: world.clock.nowMs() - 59_000, fillers: 9 };

    const { answer, wait } = await outlastStore({ ...asked, wait: long }, BUDGET_MS, world);

    expect(answer).toEqual(NEXT);
    expect(wait).toBeUndefined();
  });
});

test('a record that can be read and not written, with a bridge that waits for it, is a filler too', async () => {
  const world = prepare();
  world.calls.write = away;
  world.bridge.askTurn = async (_, { deadlineMs }) => {
    world.clock.advance(deadlineMs + 1000);
    throw new BridgeUnreachableError('cut the connection or cannot be reached');
  };

  const [first] = await follow(world, 1);

  expect(first?.answer).toMatchObject({ cursor: 3, intent: 'speak' });
  expect(first?.atMs).toBeLessThan(BUDGET_MS);
});

test('what no waiting mends is told to the flow as a failure', async () => {
  const world = prepare();
  world.calls.read = () => Promise.reject(new WriteRefusedError('epoch'));

  await expect(follow(world, 1)).rejects.toMatchObject({ name: 'WriteRefusedError' });
});

test.each(['', 'none', '{', '{"sinceMs":"soon"}', '{"sinceMs":1,"fillers":-1}'])(
  'a flow that has kept "%s" is not waiting',
  (kept) => {
    expect(parseStoreWait(kept)).toBeUndefined();
  },
);
