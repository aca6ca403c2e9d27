import {
  GetDataEndpointCommand,
  KinesisVideoClient,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis-video';
import {
  GetMediaCommand,
  KinesisVideoMediaClient,
  type StartSelector,
} from '@aws-sdk/client-kinesis-video-media';
import { createKinesisVideoMediaSource } from '@patchbay/media-source-kinesis-video';
import { type CallAudioOptions, createDemuxer, readCallAudio } from '@patchbay/media-stream';
import { createLogger, sleep, systemClock } from '@patchbay/platform';
import { connectCall } from '@patchbay/testing';
import { request } from 'node:http';
import type { Readable } from 'node:stream';
import { clientConfig } from '../client-config';
import { type Front, startFront } from '../front/front';
import { createKinesisVideo, type KinesisVideo, type KinesisVideoOptions } from './kinesis-video';
import type { MediaBlock } from './media-streams';

const REGION = 'eu-west-1';
const START_MS = 1_700_000_000_000;
const BLOCK_MS = 64;
const FRAGMENT_BLOCKS = 16;

let front: Front;
let video: KinesisVideo;
let control: KinesisVideoClient;
let media: KinesisVideoMediaClient;
const outerEnv = { ...process.env };

/** Quick limits: sessions end soon, so that tests need not wait for the real ones. */
async function start(options: Partial<KinesisVideoOptions> = {}): Promise<void> {
  let port = 0;
  const endpointUrl = () => `http://127.0.0.1:${port}`;
  video = createKinesisVideo({
    endpointUrl,
    region: REGION,
    accountId: '000000000000',
    clock: systemClock,
    delayMs: 0,
    limits: { idleMs: 50 },
    ...options,
  });
  const logger = createLogger('test', { level: 'silent' });
  front = await startFront({ port, services: [video.service], logger });
  port = front.port;
  control = new KinesisVideoClient({ ...clientConfig(endpointUrl(), REGION), maxAttempts: 1 });
  media = new KinesisVideoMediaClient({ ...clientConfig(endpointUrl(), REGION), maxAttempts: 1 });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpointUrl(),
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
}

afterEach(async () => {
  process.env = { ...outerEnv };
  control.destroy();
  media.destroy();
  await front.close();
});

/** Both tracks, block by block; every sample of the caller tells its block. */
const blocks = (count: number, startMs = START_MS): MediaBlock[] =>
  Array.from({ length: count }, (_, index): MediaBlock[] => [
    {
      track: 'AUDIO_FROM_CUSTOMER',
      pcm: new Int16Array(512).fill(index + 1),
      producerTimestampMs: startMs + index * BLOCK_MS,
    },
    {
      track: 'AUDIO_TO_CUSTOMER',
      pcm: new Int16Array(512).fill(-index - 1),
      producerTimestampMs: startMs + index * BLOCK_MS,
    },
  ]).flat();

/** A stream with a finished call of so many blocks. */
function finishedCall(count: number, contactId = 'contact-1', startMs = START_MS): string {
  const arn = video.streams.acquire(contactId, 'instance-1');
  video.streams.append(arn, blocks(count, startMs));
  video.streams.release(arn);
  return arn;
}

async function getMedia(arn: string, StartSelector: StartSelector): Promise<Readable> {
  const { Payload } = await media.send(new GetMediaCommand({ StreamARN: arn, StartSelector }));
  return Payload as Readable;
}

/** The tags of each fragment that a session delivers. */
async function fragmentsOf(session: Readable): Promise<Record<string, string>[]> {
  const demuxer = createDemuxer();
  const fragments: Record<string, string>[] = [];
  for await (const chunk of session) {
    for (const element of demuxer.push(chunk)) {
      if (element.kind === 'document') fragments.push({});
      if (element.kind === 'tag')
        Object.assign(fragments.at(-1) ?? {}, { [element.name]: element.value });
    }
  }
  demuxer.end();
  return fragments;
}

const numberOf = (tags: Record<string, string> | undefined) =>
  tags?.['AWS_KINESISVIDEO_FRAGMENT_NUMBER'] ?? '';

describe('the control plane', () => {
  test('tells where a stream is read, and refuses unknown streams and other operations', async () => {
    await start();
    const arn = video.streams.acquire('contact-1', 'instance-1');
    const endpoint = (StreamARN: string) =>
      control.send(new GetDataEndpointCommand({ StreamARN, APIName: 'GET_MEDIA' }));

    expect((await endpoint(arn)).DataEndpoint).toBe(`http://127.0.0.1:${front.port}`);
    await expect(endpoint(`${arn}9`)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(control.send(new ListStreamsCommand({}))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 501 },
    });
  });
});

describe('GetMedia', () => {
  test('delivers a fragment about every second, tagged as Connect tags them', async () => {
    await start();
    const arn = finishedCall(20);

    const fragments = await fragmentsOf(await getMedia(arn, { StartSelectorType: 'EARLIEST' }));

    expect(fragments).toHaveLength(2);
    expect(fragments[1]).toMatchObject({
      AWS_KINESISVIDEO_PRODUCER_TIMESTAMP: ((START_MS + 1024) / 1000).toFixed(3),
      AWS_KINESISVIDEO_CONTINUATION_TOKEN: numberOf(fragments[1]),
      ContactId: 'contact-1',
      InstanceId: 'instance-1',
      MimeType: 'audio/L16;rate=8000;channels=1;',
    });
  });

  test('starts where the selector says', async () => {
    await start();
    const arn = finishedCall(4 * FRAGMENT_BLOCKS);
    const read = async (selector: StartSelector) =>
      (await fragmentsOf(await getMedia(arn, selector))).map(numberOf);
    const all = await read({ StartSelectorType: 'EARLIEST' });
    const [first = '', second = ''] = all;
    const inThird = new Date(START_MS + 2 * 1024 + 500);

    expect(all).toHaveLength(4);
    expect(await read({ StartSelectorType: 'NOW' })).toEqual(all.slice(3));
    expect(
      await read({ StartSelectorType: 'FRAGMENT_NUMBER', AfterFragmentNumber: second }),
    ).toEqual(all.slice(2));
    expect(
      await read({ StartSelectorType: 'CONTINUATION_TOKEN', ContinuationToken: first }),
    ).toEqual(all.slice(1));
    expect(
      await read({ StartSelectorType: 'PRODUCER_TIMESTAMP', StartTimestamp: inThird }),
    ).toEqual(all.slice(2));
    expect(
      await read({ StartSelectorType: 'SERVER_TIMESTAMP', StartTimestamp: new Date(0) }),
    ).toEqual(all);
  });

  test.each<StartSelector>([
    { StartSelectorType: 'FRAGMENT_NUMBER' },
    { StartSelectorType: 'CONTINUATION_TOKEN', ContinuationToken: 'no-token' },
  ])('refuses a selector that cannot be: %j', async (selector) => {
    await start();
    const arn = finishedCall(1);

    await expect(getMedia(arn, selector)).rejects.toMatchObject({
      name: 'InvalidArgumentException',
    });
  });

  test('shows each block its delay after it came in, before the fragment is whole', async () => {
    await start({ delayMs: 100 });
    const arn = video.streams.acquire('contact-1', 'instance-1');
    const session = await getMedia(arn, { StartSelectorType: 'NOW' });
    const arrived = new Promise<number>((resolve) =>
      session.once('data', () => resolve(performance.now())),
    );

    const appendedMs = performance.now();
    video.streams.append(arn, blocks(1));

    expect((await arrived) - appendedMs).toBeGreaterThanOrEqual(99);
    session.destroy();
  });

  test('shows whole fragments alone when it is set so', async () => {
    await start({ delivery: 'fragments', limits: { idleMs: 200 } });
    const arn = video.streams.acquire('contact-1', 'instance-1');
    const chunks: Buffer[] = [];
    const session = await getMedia(arn, { StartSelectorType: 'NOW' });
    session.on('data', (chunk: Buffer) => chunks.push(chunk));

    video.streams.append(arn, blocks(3));
    await sleep(60);
    expect(chunks).toHaveLength(0);
    video.streams.release(arn);
    await sleep(60);
    expect(chunks.length).toBeGreaterThan(0);
    session.destroy();
  });

  test('ends without a word when nothing comes in, or when the session is too old', async () => {
    await start({ limits: { idleMs: 30, longestMs: 150 } });
    const arn = video.streams.acquire('contact-1', 'instance-1');
    expect(await fragmentsOf(await getMedia(arn, { StartSelectorType: 'NOW' }))).toEqual([]);

    const producing = setInterval(() => video.streams.append(arn, blocks(1)), 10);
    const fragments = await fragmentsOf(await getMedia(arn, { StartSelectorType: 'EARLIEST' }));
    clearInterval(producing);

    expect(fragments.length).toBeGreaterThan(0);
  });

  test('lets three read a stream at a time, and the next one when a reader has left', async () => {
    await start({ limits: { idleMs: 5000 } });
    const arn = video.streams.acquire('contact-1', 'instance-1');
    const open = () => getMedia(arn, { StartSelectorType: 'NOW' });
    const readers = await Promise.all([open(), open(), open()]);

    await expect(open()).rejects.toMatchObject({ name: 'ConnectionLimitExceededException' });
    readers[0]?.destroy();
    await sleep(50);
    readers.push(await open());
    for (const reader of readers) reader.destroy();
  });
});

describe('a call', () => {
  const read = (streamArn: string, changes: Partial<CallAudioOptions> = {}) =>
    readCallAudio({
      source: createKinesisVideoMediaSource({ maxCalls: 5 }),
      streamArn,
      contactId: 'contact-1',
      start: { timestampMs: START_MS },
      signal: new AbortController().signal,
      ...changes,
    });

  test('is heard whole by the reader, live, across sessions and up to the next contact', async () => {
    // Prepare: more than the sessions' age, so that the reader has to come again.
    await start({ limits: { idleMs: 500, longestMs: 300 } });
    const arn = video.streams.acquire('contact-1', 'instance-1');
    const whole = blocks(100);
    const reader = read(arn, { settings: { minimumOpenIntervalMs: 0 } });
    const produce = (async () => {
      for (let at = 0; at < whole.length; at += 4) {
        video.streams.append(arn, whole.slice(at, at + 4));
        await sleep(16);
      }
      video.streams.release(arn);
      expect(video.streams.acquire('contact-2', 'instance-1')).toBe(arn);
      video.streams.append(arn, blocks(20, START_MS + 60_000));
    })();

    // Act
    const heard = [];
    for await (const stretches of reader) heard.push(...stretches);
    await produce;

    // Assess
    expect(heard.map(({ pcm }) => [pcm.length, pcm[0]])).toEqual(
      Array.from({ length: 100 }, (_, index) => [512, index + 1]),
    );
    expect(heard.every(({ pcm, echo }) => echo?.[0] === -(pcm[0] ?? 0))).toBe(true);
    expect(reader.status).toMatchObject({ ended: 'contact-changed', gaps: 0 });
    expect(reader.status.sessions).toBeGreaterThan(1);
  });

  test('gets a stream of its own while others are taken, with the tracks in another order', async () => {
    await start();
    const arns = [video.streams.acquire('contact-0', 'i'), finishedCall(FRAGMENT_BLOCKS)];
    const call = new AbortController();
    let first: number | undefined;

    for await (const [audio] of read(arns[1] ?? '', { signal: call.signal })) {
      first ??= audio?.pcm[0];
      call.abort();
    }

    expect(new Set(arns).size).toBe(2);
    expect(first).toBe(1);
  });
});

describe('PutMedia', () => {
  interface Acknowledgement {
    readonly EventType: string;
    readonly FragmentTimecode: number;
    readonly FragmentNumber?: string;
    readonly ErrorId?: number;
  }

  async function put(name: string, chunks: Uint8Array[]): Promise<Acknowledgement[]> {
    const credential = `Credential=local/20260101/${REGION}/kinesisvideo/aws4_request`;
    const answer = await new Promise<Readable>((resolve, reject) => {
      const connection = request(
        { host: '127.0.0.1', port: front.port, path: '/putMedia', method: 'POST' },
        resolve,
      );
      connection.setHeader('authorization', `AWS4-HMAC-SHA256 ${credential}, Signature=0`);
      connection.setHeader('x-amzn-stream-name', name);
      connection.setHeader('x-amzn-fragment-timecode-type', 'ABSOLUTE');
      connection.on('error', reject);
      for (const chunk of chunks) connection.write(chunk);
      connection.end();
    });
    const lines = (await answer.setEncoding('utf8').toArray()).join('').trim().split('\n');
    return lines.map((line) => JSON.parse(line));
  }

  const documents = connectCall({
    contactId: 'contact-7',
    startMs: START_MS,
    pcm: { AUDIO_FROM_CUSTOMER: new Int16Array(8192 * 2).fill(5) },
  });

  test('acknowledges each fragment, which can then be read', async () => {
    await start();
    const arn = video.streams.acquire('contact-0', 'instance-1');
    const name = arn.split('/')[1] ?? '';

    const acknowledged = await put(name, documents);

    expect(acknowledged.map(({ EventType }) => EventType)).toEqual(
      Array(2).fill(['BUFFERING', 'RECEIVED', 'PERSISTED']).flat(),
    );
    expect(acknowledged[3]?.FragmentTimecode).toBe(START_MS + 1024);
    const fragments = await fragmentsOf(await getMedia(arn, { StartSelectorType: 'EARLIEST' }));
    expect(fragments.map(numberOf)).toEqual([
      acknowledged[2]?.FragmentNumber,
      acknowledged[5]?.FragmentNumber,
    ]);
    expect(fragments[0]?.['ContactId']).toBe('contact-7');
  });

  test('answers media that is none with an error acknowledgement', async () => {
    await start();
    const arn = video.streams.acquire('contact-0', 'instance-1');

    const acknowledged = await put(arn.split('/')[1] ?? '', [new Uint8Array(100)]);

    expect(acknowledged).toEqual([expect.objectContaining({ EventType: 'ERROR', ErrorId: 4006 })]);
  });
});
