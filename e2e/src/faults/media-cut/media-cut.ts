import { createHash } from 'node:crypto';
import { clientConfig, REGION, startLocalCloud } from '@patchbay/local-cloud';
import { createKinesisVideoMediaSource } from '@patchbay/media-source-kinesis-video';
import { readCallAudio } from '@patchbay/media-stream';
import { createLogger } from '@patchbay/platform';
import type { Fault, Scale } from '../fault';
import { planCuts } from './cut-plan';
import { startCuttingProxy } from './cutting-proxy';
import { feedCall, type FedCall } from './fed-call';

/** GetMedia may be called so often for a stream; source: Kinesis Video Streams quotas. */
const GET_MEDIA_PER_S = 5;

/** Two tracks of 16-bit samples at 8 kHz, without what is around them. */
const BYTES_PER_S = 2 * 16_000;

const LOADS: Record<Scale, { seconds: number; cuts: number; speed: number }> = {
  full: { seconds: 600, cuts: 50, speed: 20 },
  short: { seconds: 60, cuts: 8, speed: 20 },
};

/** Nobody speaks and no model listens: only media is read. */
const MEDIA_ALONE = {
  synthesiser: { speak: async () => new Int16Array(), close: async () => undefined },
  speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
  contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
  kinesisVideo: { delayMs: 300, delivery: 'frames' },
  webhookKeys: ['a-key-of-sixteen-characters-or-more'],
} as const;

/**
 * Media sessions of a live call end at random places: without a word, with their connection, or
 * by an error tag, also in the middle of a block. The bridge must hear what it hears without that.
 */
export const mediaCut: Fault = async ({ scale, tell }) => {
  const { seconds, cuts, speed } = LOADS[scale];
  const logger = createLogger('faults', { level: 'silent' });
  const cloud = await startLocalCloud({ ...MEDIA_ALONE, port: 0, region: REGION, logger });
  const proxy = await startCuttingProxy(cloud.endpointUrl, planCuts(cuts, seconds * BYTES_PER_S));
  try {
    const call = feedCall(cloud.mediaStreams, seconds, speed);
    const [cut] = await Promise.all([hear(call, proxy.url), call.fed]);
    const uncut = await hear(call, cloud.endpointUrl);
    const isEqual = cut.digest === uncut.digest && cut.echoDigest === uncut.echoDigest;
    const isWhole = cut.samples === call.pcm.length && cut.digest === digestOf([call.pcm]);
    tell(`${cut.sessions} sessions with cuts, ${uncut.sessions} without`);
    return {
      pass: isEqual && isWhole && proxy.cutsLeft === 0 && proxy.getMediaPerS <= GET_MEDIA_PER_S,
      audio_s: cut.samples / 8000,
      cuts: cuts - proxy.cutsLeft,
      sessions: cut.sessions,
      digest_equal: isEqual,
      all_that_was_said: isWhole,
      get_media_per_s: proxy.getMediaPerS,
    };
  } finally {
    proxy.close();
    await cloud.close();
  }
};

/** Reads the call's sound to its end as a bridge does, and sums it up. */
async function hear({ contactId, streamArn, startMs }: FedCall, endpointUrl: string) {
  const source = createKinesisVideoMediaSource({ maxCalls: 1 }, clientConfig(endpointUrl, REGION));
  const reader = readCallAudio({
    ...{ source, streamArn, contactId },
    start: { timestampMs: startMs },
    signal: new AbortController().signal,
  });
  const heard: Int16Array[] = [];
  const echo: Int16Array[] = [];
  for await (const stretches of reader) {
    heard.push(...stretches.map(({ pcm }) => pcm));
    echo.push(...stretches.map((stretch) => stretch.echo ?? new Int16Array()));
  }
  return {
    samples: heard.reduce((sum, { length }) => sum + length, 0),
    digest: digestOf(heard),
    echoDigest: digestOf(echo),
    sessions: reader.status.sessions,
  };
}

function digestOf(stretches: readonly Int16Array[]): string {
  const hash = createHash('sha256');
  for (const { buffer, byteOffset, byteLength } of stretches) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex');
}
