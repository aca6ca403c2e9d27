import { REGION, startLocalCloud } from '@patchbay/local-cloud';
import { createLogger } from '@patchbay/platform';

/** SQS and DynamoDB of the local cloud in a process of their own, so that no client shares its core. */
const cloud = await startLocalCloud({
  port: 0,
  region: REGION,
  synthesiser: { speak: async () => new Int16Array(), close: async () => undefined },
  speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
  contacts: { find: () => undefined, setAttributes: () => undefined, stop: () => undefined },
  kinesisVideo: { delayMs: 0, delivery: 'frames' },
  webhookKeys: ['unused'],
  logger: createLogger('broker', { level: 'silent' }),
});
process.stdout.write(`${JSON.stringify({ env: cloud.env, queueUrls: cloud.queueUrls })}\n`);
