import { FakeStreams, toneOf } from '../testing/fake-services';
import { VIRTUAL_START_MS, VirtualMediaClock } from '../testing/virtual-media-clock';
import { Line } from './line';

let time: VirtualMediaClock;
let streams: FakeStreams;
let line: Line;

beforeEach(() => {
  time = new VirtualMediaClock();
  streams = new FakeStreams();
  line = new Line(time, streams);
});

test('both directions go to the stream in blocks of 64 ms with the time of their first sample', async () => {
  line.startStreaming('contact-1', 'instance-1');

  await time.run(line.pause(200));

  const toCaller = streams.blocks.filter(({ track }) => track === 'AUDIO_TO_CUSTOMER');
  const fromCaller = streams.blocks.filter(({ track }) => track === 'AUDIO_FROM_CUSTOMER');
  const times = [0, 64, 128].map((offset) => VIRTUAL_START_MS + offset);
  expect(toCaller.map((block) => block.producerTimestampMs)).toEqual(times);
  expect(fromCaller.map((block) => block.producerTimestampMs)).toEqual(times);
  expect(streams.blocks.every(({ pcm }) => pcm.length === 512)).toBe(true);
});

test('what is played and what is said stand sample for sample on their tracks', async () => {
  line.startStreaming('contact-1', 'instance-1');
  const [prompt, words] = [toneOf(150), toneOf(90).map((sample) => sample / 2)];

  await time.run(Promise.all([line.play(prompt), line.speak(words)]));
  line.hangUp();

  expect(streams.track('AUDIO_TO_CUSTOMER')).toEqual([...prompt]);
  expect(streams.track('AUDIO_FROM_CUSTOMER').slice(0, words.length)).toEqual([...words]);
  expect([...line.heard()]).toEqual([...prompt]);
});

test('the first block of the stream starts at the time that its start is told as', async () => {
  await time.run(line.pause(100));
  const { startTimestampMs } = line.startStreaming('contact-1', 'instance-1');

  await time.run(line.pause(100));

  expect(streams.blocks[0]?.producerTimestampMs).toBe(startTimestampMs);
});

test('nothing goes to the stream once streaming stopped', async () => {
  const { streamArn } = line.startStreaming('contact-1', 'instance-1');
  await time.run(line.pause(100));
  line.stopStreaming();
  const blocks = streams.blocks.length;

  await time.run(line.pause(200));

  expect(streams.released).toEqual([streamArn]);
  expect(streams.blocks).toHaveLength(blocks);
});

test('a prompt plays to its end though the caller speaks', async () => {
  const played = line.play(toneOf(500));

  await time.run(Promise.all([line.speak(toneOf(300)), played]));

  expect(time.nowMs() - VIRTUAL_START_MS).toBe(500);
});

test('blocks from before the line was opened are not on it', () => {
  let passBlock: (startMs: number) => void = () => undefined;
  const late = new Line(
    {
      speed: 1,
      nowMs: () => 192,
      blockStartMs: () => 128,
      sleepUntil: async () => undefined,
      onBlock: (listener) => {
        passBlock = listener;
        return () => undefined;
      },
    },
    streams,
  );

  for (const startMs of [0, 64, 128]) passBlock(startMs);

  expect(late.heard()).toHaveLength(512);
});

test('a prompt that is stopped is not heard any further', async () => {
  const stop = new AbortController();
  const played = line.play(toneOf(500), { stop: stop.signal });
  await time.run(line.pause(100));
  stop.abort();

  await time.run(played);
  await time.run(line.pause(500));

  expect(line.heard().findLastIndex((sample) => sample !== 0)).toBe(100 * 8 - 1);
  expect(line.turns.quietForMs(time.nowMs())).toBe(500);
});

test('a hang-up ends what plays, closes the stream and keeps what was heard', async () => {
  line.startStreaming('contact-1', 'instance-1');
  const played = line.play(toneOf(10_000));
  await time.run(line.pause(150));

  line.hangUp();
  line.hangUp();
  await played;

  expect(line.heard()).toHaveLength(150 * 8);
  expect(streams.track('AUDIO_TO_CUSTOMER')).toHaveLength(150 * 8);
  expect(streams.released).toEqual(['arn:stream/contact-1']);
});

test('waiting for something ends when it holds, when time is up and when the line is cut', async () => {
  const later = VIRTUAL_START_MS + 300;

  const held = await time.run(line.until(() => time.nowMs() >= later, 1000));
  const timedOut = await time.run(line.until(() => false, 1000));
  const waiting = line.until(() => false, 1000);
  line.hangUp();

  expect([held, timedOut, await waiting]).toEqual([true, false, false]);
});
