import { InputStream } from './input-stream';

const RATE_HZ = 16000;

function createInput() {
  const clock = { now: 0, nowMs: () => 0, monotonicMs: () => clock.now };
  const input = new InputStream({
    sampleRateHz: RATE_HZ,
    toEvent: (pcm) => ({ audioInput: { content: Buffer.from(pcm).toString('base64') } }),
    clock,
  });
  return { input, clock };
}

const ramp = (from: number, samples: number) =>
  Int16Array.from({ length: samples }, (_, i) => from + i);

type Event = Record<string, { content?: string }>;

function eventOf(taken: { value?: { chunk?: { bytes?: Uint8Array | undefined } } }): Event {
  return JSON.parse(Buffer.from(taken.value?.chunk?.bytes ?? []).toString()).event;
}

function samplesOf(event: Event): number[] {
  const bytes = Buffer.from(event['audioInput']?.content ?? '', 'base64');
  return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(i * 2));
}

async function all(input: InputStream): Promise<Event[]> {
  const events: Event[] = [];
  for await (const value of input) events.push(eventOf({ value }));
  return events;
}

describe('InputStream', () => {
  test('sends a burst in few events of at most 320 ms, every sample once and in order', async () => {
    const { input } = createInput();
    for (let packet = 0; packet < 16; packet++) input.sendSound(ramp(packet * 320, 320));
    input.sendSound(ramp(16 * 320, 4000));
    input.end();

    const events = await all(input);

    expect(events.map((event) => samplesOf(event).length)).toEqual([5120, 4000]);
    expect(events.flatMap(samplesOf)).toEqual([...ramp(0, 16 * 320 + 4000)]);
  });

  test('sends what has arrived as soon as it is asked, however little', async () => {
    const { input } = createInput();
    const taking = input[Symbol.asyncIterator]();

    const first = taking.next();
    input.sendSound(ramp(0, 160));

    expect(samplesOf(eventOf(await first))).toHaveLength(160);
  });

  test('never lets sound pass an event that came between', async () => {
    const { input } = createInput();
    input.sendSound(ramp(0, 10));
    input.send({ toolResult: {} });
    input.sendSound(ramp(10, 10));
    input.end();
    input.send({ late: {} });

    const names = (await all(input)).flatMap(Object.keys);

    expect(names).toEqual(['audioInput', 'toolResult', 'audioInput']);
  });

  test('tells for how long the connection has taken nothing, although something waits', async () => {
    const { input, clock } = createInput();
    const taking = input[Symbol.asyncIterator]();
    input.send({ one: {} });
    input.send({ two: {} });
    clock.now = 3000;

    const stalledMs = input.waitMs;
    await taking.next();
    clock.now = 4000;
    const afterOneMs = input.waitMs;
    await taking.next();

    expect([stalledMs, afterOneMs, input.waitMs]).toEqual([3000, 1000, 0]);
  });
});
