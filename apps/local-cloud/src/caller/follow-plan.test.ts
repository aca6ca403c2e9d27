import { toneOf } from '../connect/testing/fake-services';
import { testCall, type TestCall } from '../connect/testing/test-call';
import { VIRTUAL_START_MS } from '../connect/testing/virtual-media-clock';
import { followPlan } from './follow-plan';
import type { CallNews } from './place-call';
import type { CallerStep } from './scenario';
import { PATIENCE_MS, SEAM_LIMIT_MS, TURN_QUIET_MS } from './turn-taking';

type TimedNews = CallNews & { atMs: number };

async function follow(call: TestCall, steps: readonly CallerStep[], bot: () => Promise<unknown>) {
  const news: TimedNews[] = [];
  const following = followPlan({
    line: call.line,
    voice: call.services.voice,
    plan: { voice: 'slt', steps, notes: [] },
    report: (entry) => news.push({ ...entry, atMs: call.elapsedMs() }),
    complain: call.complain,
  });
  await call.time.run(Promise.all([following, bot()]));
  return news;
}

/** Blocks of 64 ms are what a caller notices things in. */
const within = (ms: number) => ({
  asymmetricMatch: (actual: number) => actual >= ms && actual <= ms + 64,
});

test('a caller speaks after the bot has spoken and been quiet for a moment', async () => {
  const call = testCall();
  const bot = async () => {
    await call.line.pause(500);
    await call.line.play(toneOf(1000));
    await call.line.pause(TURN_QUIET_MS - 100);
    await call.line.play(toneOf(1000));
    await call.line.pause(3000);
    call.line.hangUp();
  };

  const news = await follow(call, [{ step: 'say', text: 'Hello there' }], bot);

  const secondPartEndsMs = 500 + 1000 + (TURN_QUIET_MS - 100) + 1000;
  expect(news).toMatchObject([
    { type: 'caller-speaks', text: 'Hello there', atMs: within(secondPartEndsMs + TURN_QUIET_MS) },
    { type: 'caller-silent' },
  ]);
});

test('on a fast line a caller gives the services no less time between two parts', async () => {
  const call = testCall({}, 4);
  const bot = async () => {
    await call.line.play(toneOf(1000));
    await call.line.pause(4 * SEAM_LIMIT_MS - 100);
    await call.line.play(toneOf(1000));
    await call.line.pause(10_000);
    call.line.hangUp();
  };

  const news = await follow(call, [{ step: 'say', text: 'Hello there' }], bot);

  expect(news).toMatchObject([
    { type: 'caller-speaks', atMs: within(1900 + 8 * SEAM_LIMIT_MS) },
    { type: 'caller-silent' },
  ]);
});

test('callers wait for an answer before they say more', async () => {
  const call = testCall();
  const bot = async () => {
    await call.line.play(toneOf(500));
    await call.line.pause(8000);
    await call.line.play(toneOf(500));
    await call.line.pause(3000);
    call.line.hangUp();
  };

  const news = await follow(
    call,
    [
      { step: 'say', text: 'One' },
      { step: 'say', text: 'Two' },
    ],
    bot,
  );

  const spoken = news.filter(({ type }) => type === 'caller-speaks');
  expect(spoken.map(({ atMs }) => atMs)).toEqual([
    within(500 + TURN_QUIET_MS),
    within(9000 + TURN_QUIET_MS),
  ]);
});

test('an interruption comes that far into the answer, over the voice of the bot', async () => {
  const call = testCall();
  const bot = async () => {
    await call.line.pause(1000);
    await call.line.play(toneOf(5000));
    call.line.hangUp();
  };

  const news = await follow(call, [{ step: 'interrupt', text: 'Stop', afterMs: 700 }], bot);

  expect(news[0]).toMatchObject({ type: 'caller-speaks', text: 'Stop', atMs: within(1700) });
});

test('a caller goes on without an answer', async () => {
  const call = testCall();
  const bot = async () => {
    await call.line.play(toneOf(500));
    await call.line.pause(8000);
    call.line.hangUp();
  };

  const steps = [
    { step: 'say', text: 'One' },
    { step: 'go-on', text: 'Two', afterMs: 2000 },
  ] as const;
  const news = await follow(call, steps, bot);

  const spoken = news.filter(({ type }) => type === 'caller-speaks');
  const firstMs = 500 + TURN_QUIET_MS;
  expect(spoken.map(({ atMs }) => atMs)).toEqual([within(firstMs), within(firstMs + 100 + 2000)]);
});

test('what is said goes down the line as a telephone would carry it', async () => {
  const call = testCall();
  call.line.startStreaming('contact-1', 'instance-1');

  await follow(call, [{ step: 'say', text: 'Hi' }], async () => {
    await call.line.play(toneOf(100));
    await call.line.pause(3000);
    call.line.hangUp();
  });

  const loudest = Math.max(...call.streams.track('AUDIO_FROM_CUSTOMER'));
  expect(loudest).toBe(7932);
});

test('keys are pressed one by one, and told by their number only', async () => {
  const call = testCall();
  call.line.keys.startBuffering();

  const news = await follow(call, [{ step: 'press', keys: '12#' }], async () => {
    await call.line.play(toneOf(100));
    await call.line.pause(4000);
    call.line.hangUp();
  });

  expect(news).toMatchObject([{ type: 'caller-presses', keys: 3 }]);
  expect(JSON.stringify(news)).not.toContain('12#');
  expect([1, 2, 3].map(() => call.line.keys.takeAhead())).toEqual(['1', '2', '#']);
});

test('keys want an answer too', async () => {
  const call = testCall();
  const steps = [
    { step: 'press', keys: '1' },
    { step: 'say', text: 'Two' },
  ] as const;

  const news = await follow(call, steps, async () => {
    await call.line.play(toneOf(500));
    await call.line.pause(8000);
    await call.line.play(toneOf(500));
    await call.line.pause(3000);
    call.line.hangUp();
  });

  expect(news.map(({ atMs }) => atMs).slice(0, 2)).toEqual([
    within(500 + TURN_QUIET_MS),
    within(9000 + TURN_QUIET_MS),
  ]);
});

test('a caller waits and hangs up', async () => {
  const call = testCall();

  const news = await follow(
    call,
    [{ step: 'wait', ms: 1200 }, { step: 'hang-up' }],
    async () => undefined,
  );

  expect(news).toEqual([{ type: 'hangup', atMs: 1200 }]);
  expect(call.line.closed.aborted).toBe(true);
});

test('a caller hangs up in the middle of an answer', async () => {
  const call = testCall();

  const news = await follow(call, [{ step: 'hang-up', afterMs: 700 }], async () => {
    await call.line.pause(2000);
    await call.line.play(toneOf(5000));
  });

  expect(news).toEqual([{ type: 'hangup', atMs: within(2700) }]);
});

test('a bot that ends the call while the caller waits is not complained of', async () => {
  const call = testCall();

  const news = await follow(call, [{ step: 'say', text: 'Hi' }], async () => {
    await call.line.play(toneOf(500));
    call.line.hangUp();
  });

  expect(news).toEqual([]);
  expect(call.problems).toEqual([]);
});

test('a bot that does not answer, and does not end the call, is complained of', async () => {
  const call = testCall();

  const news = await follow(call, [{ step: 'listen' }], async () => undefined);

  expect(call.problems).toEqual([
    'the bot did not answer',
    'the bot did not end the call when all was said',
  ]);
  expect(news.at(-1)?.type).toBe('hangup');
  expect(call.time.nowMs() - VIRTUAL_START_MS).toBeGreaterThanOrEqual(2 * PATIENCE_MS);
});

test('a murmur sounds over the answer, and takes no turn', async () => {
  const call = testCall();
  call.line.startStreaming('contact-1', 'instance-1');
  const bot = async () => {
    await call.line.play(toneOf(3000));
    await call.line.pause(3000);
    call.line.hangUp();
  };

  const steps = [
    { step: 'murmur', afterMs: 500 },
    { step: 'say', text: 'Hi' },
  ] as const;
  const news = await follow(call, steps, bot);

  expect(news).toMatchObject([
    { type: 'caller-murmurs', atMs: within(500) },
    { type: 'caller-speaks', atMs: within(3000 + TURN_QUIET_MS) },
    { type: 'caller-silent' },
  ]);
  const sound = call.streams.track('AUDIO_FROM_CUSTOMER').slice(0, 3000 * 8);
  expect(sound.filter((sample) => sample !== 0).length).toBeLessThanOrEqual(250 * 8);
  expect(Math.max(...sound)).toBeGreaterThan(3000);
});
