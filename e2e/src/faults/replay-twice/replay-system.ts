import { mkdtempSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSecrets,
  PLACES,
  REGION,
  serviceEnvironment,
  startLocalCloud,
  startService,
  type LocalCloud,
  type ServiceProcess,
} from '@patchbay/local-cloud';
import { createLogger } from '@patchbay/platform';

const CONSUMERS = ['transcript-archiver', 'notification-service'] as const;
type Consumer = (typeof CONSUMERS)[number];

/** The consumers that dead letters are replayed to, as processes, over a cloud of their own. */
export interface ReplaySystem {
  readonly cloud: LocalCloud;
  /** For the `patchbay` command: its journals go to a folder of this run. */
  readonly env: Readonly<Record<string, string>>;
  startConsumers(): Promise<void>;
  /** As a deployment does: what a process remembers is forgotten. */
  restartConsumers(): Promise<void>;
  /** How often a consumer has logged the message, over all its starts. */
  countLogged(consumer: Consumer, message: string): number;
  close(): Promise<void>;
}

export async function startReplaySystem(): Promise<ReplaySystem> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-replay-'));
  const secrets = createSecrets();
  const instance = { id: '' };
  const cloud = await startLocalCloud({
    port: 0,
    region: REGION,
    synthesiser: { speak: async () => new Int16Array(), close: async () => undefined },
    speechModel: { open: () => ({ receive: () => undefined, close: () => undefined }) },
    contacts: everyContactOf(instance),
    kinesisVideo: { delayMs: 0, delivery: 'frames' },
    webhookKeys: [secrets.webhookKey],
    logger: createLogger('local-cloud', { level: 'silent' }),
  });
  const env = serviceEnvironment(cloud, secrets, 'info');
  instance.id = env['CONNECT_INSTANCE_ID'] ?? '';
  let running: ServiceProcess[] = [];
  let starts = 0;
  const logFile = (name: Consumer, start: number) => join(folder, `${name}-${start}.log`);

  async function startConsumers(): Promise<void> {
    starts += 1;
    running = await Promise.all(
      CONSUMERS.map((name) =>
        startService({ name, script: PLACES.bundle(name), env, logFile: logFile(name, starts) }),
      ),
    );
  }
  const stopConsumers = () => Promise.all(running.splice(0).map((service) => service.stop()));

  return {
    cloud,
    env: {
      ...cloud.env,
      AWS_ACCESS_KEY_ID: 'operator-act',
      PATCHBAY_STATE_DIR: join(folder, 'state'),
    },
    startConsumers,
    async restartConsumers() {
      await stopConsumers();
      await startConsumers();
    },
    countLogged: (name, message) =>
      Array.from({ length: starts }, (_, start) => logFile(name, start + 1))
        .filter((file) => existsSync(file))
        .map((file) => readFileSync(file, 'utf8').split(`"msg":"${message}"`).length - 1)
        .reduce((sum, count) => sum + count, 0),
    async close() {
      await stopConsumers();
      await cloud.close();
    },
  };
}

/** Every contact that an event names is there: this fault is not about contacts. */
const everyContactOf = (instance: { readonly id: string }) => ({
  find: (contactId: string) => ({
    contactId,
    instanceId: instance.id,
    channel: 'VOICE',
    initiationMethod: 'INBOUND',
    attributes: {},
    initiatedAtMs: 0,
  }),
  setAttributes: () => undefined,
  stop: () => undefined,
});
