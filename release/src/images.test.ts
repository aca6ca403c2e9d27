import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, runScript } from './workspace';

const SERVICES = ['audio-bridge', 'transcript-archiver', 'notification-service'] as const;

/**
 * What the base of the images adds, by the installed sizes of the same Debian 12 packages (libc6,
 * libssl3, libstdc++6, libgcc, tzdata, certificates): 26 MB, and some room.
 */
const BASE_MB = 32;
const IMAGE_LIMIT_MB = 200;

interface Assembled {
  readonly bytes: number;
  readonly packages: readonly string[];
}

const parent = mkdtempSync(join(tmpdir(), 'patchbay-images-'));
const folderOf = (service: string) => join(parent, service);
const assembled = new Map<string, Assembled>();
beforeAll(() => {
  for (const service of SERVICES) {
    const printed = runScript('scripts/assemble-image.mjs', service, folderOf(service));
    assembled.set(service, JSON.parse(printed) as Assembled);
  }
});
afterAll(() => rmSync(parent, { recursive: true, force: true }));

/** Whatever a test came to, no bridge outlives it, and no server for it. */
const bridges = new Set<ChildProcess>();
const aws = createServer((_, response) => void response.writeHead(503).end('{}'));
afterAll(() => {
  for (const bridge of bridges) bridge.kill('SIGKILL');
  aws.closeAllConnections();
  aws.close();
});

/** Like a container with a read-only root: Node may read the image and write nowhere. */
const readOnly = (folder: string, file: string) => [
  '--permission',
  `--allow-fs-read=${folder}`,
  join(folder, file),
];

describe.each(SERVICES)('the image of %s', (service) => {
  test('is small', () => {
    const megabytes = (assembled.get(service)?.bytes ?? NaN) / 1e6;

    expect(megabytes + BASE_MB).toBeLessThan(IMAGE_LIMIT_MB);
  });

  test('holds nothing of development', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as {
      devDependencies: Record<string, string>;
    };
    // The SDK brings @smithy/core to production too.
    const allowed = new Set(['@smithy/core']);
    const strangers = assembled.get(service)?.packages.filter((name) => name in devDependencies);

    expect(strangers?.filter((name) => !allowed.has(name))).toEqual([]);
    expect(existsSync(join(folderOf(service), 'agents/bank-demo/local-model'))).toBe(false);
  });

  test('starts with its own Node and names the settings that it lacks', () => {
    const folder = folderOf(service);
    const started = spawnSync(join(folder, 'node'), readOnly(folder, 'main.mjs'), {
      env: {},
      encoding: 'utf8',
    });

    expect(started.stderr).toMatch(/^Fix these settings:\n {2}- [A-Z_]+ is missing/);
    expect(started.status).toBe(2);
    expect(statSync(join(folder, 'main.mjs.map')).size).toBeGreaterThan(0);
  });
});

test('a bridge from its image is healthy, writes no file, and stops when it is told to', async () => {
  aws.listen(0, '127.0.0.1');
  await once(aws, 'listening');
  const folder = folderOf('audio-bridge');
  const env = bridgeSettings(`http://127.0.0.1:${(aws.address() as AddressInfo).port}`, folder);
  const bridge = spawn(join(folder, 'node'), readOnly(folder, 'main.mjs'), { env });
  bridges.add(bridge);
  const port = await readyPort(bridge);

  const isHealthy = (atPort: string) =>
    spawnSync(join(folder, 'node'), [join(folder, 'health.mjs')], {
      env: { ...env, BRIDGE_PORT: atPort },
    }).status;
  expect(isHealthy(port)).toBe(0);
  expect(isHealthy('1')).toBe(1);

  bridge.kill('SIGTERM');
  const [status] = (await once(bridge, 'exit')) as [number];
  expect(status).toBe(0);
});

const bridgeSettings = (endpointUrl: string, folder: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpointUrl,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  SPEECH_REGION: 'us-east-1',
  CALLS_TABLE: 'calls',
  CALLS_DLQ_URL: `${endpointUrl}/000000000000/calls-dlq`,
  FAILURES_TABLE: 'failures',
  CALLS_QUEUE_URL: `${endpointUrl}/000000000000/calls`,
  EVENT_BUS: 'patchbay',
  TRANSCRIPTS_BUCKET: 'transcripts',
  PROMPTS_BUCKET: 'prompts',
  AGENTS_DIR: join(folder, 'agents'),
  BRIDGE_ADDRESS: '127.0.0.1',
  BRIDGE_PORT: '0',
  BRIDGE_MAX_CALLS: '1',
  ECS_AGENT_URI: `${endpointUrl}/api/a-task`,
  BRIDGE_KEYS: 'a key that signs nothing',
  TOOL_KEYS: 'another key that signs nothing',
});

/** The port in the line that a bridge logs once it listens. */
async function readyPort(bridge: ChildProcess): Promise<string> {
  let text = '';
  bridge.stderr?.on('data', (chunk) => (text += chunk));
  for await (const chunk of bridge.stdout ?? []) {
    text += String(chunk);
    const port = /"port":(\d+)/.exec(text)?.[1];
    if (port) return port;
  }
  throw new Error(`The bridge did not start: ${text}`);
}

describe('the Dockerfile', () => {
  const lines = read('images/Dockerfile')
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const of = (instruction: string) => lines.filter((line) => line.startsWith(`${instruction} `));
  const stages = of('FROM').map((line) => /^FROM (\S+) AS (\S+)$/.exec(line)?.slice(1) ?? [line]);
  const last = lines.slice(lines.findIndex((line) => line.endsWith('AS consumer')));

  test('has known instructions and named stages alone', () => {
    const known = /^(FROM|WORKDIR|COPY|RUN|ARG|ENV|USER|EXPOSE|ENTRYPOINT|HEALTHCHECK) /;

    expect(lines.filter((line) => !known.test(line))).toEqual([]);
    expect(stages.map(([, name]) => name)).toEqual(['build', 'consumer', 'bridge']);
  });

  test('takes its base images by a version, never by what is newest', () => {
    const external = stages.map(([image = '']) => image).filter((image) => image !== 'consumer');

    expect(
      external.filter((image) => !/:[a-z0-9][\w.-]*$/.test(image) || /:latest$/.test(image)),
    ).toEqual([]);
  });

  test('installs from the lockfile, without install scripts, before it copies the sources', () => {
    const install = lines.findIndex((line) => line.startsWith('RUN npm ci --ignore-scripts'));

    expect(install).toBeGreaterThan(0);
    expect(install).toBeLessThan(lines.indexOf('COPY . .'));
    expect(of('RUN').filter((line) => /curl|wget|apt-get|npm install/.test(line))).toEqual([]);
  });

  test('builds nothing in what is shipped, which runs as nobody, in exec form', () => {
    const [user = ''] = last.filter((line) => line.startsWith('USER '));

    expect(last.filter((line) => /^(RUN|ADD) /.test(line))).toEqual([]);
    expect(Number(/^USER (\d+):\d+$/.exec(user)?.[1])).toBeGreaterThan(0);
    expect(of('ENTRYPOINT').every((line) => line.startsWith('ENTRYPOINT ['))).toBe(true);
    expect(of('HEALTHCHECK')).toHaveLength(2);
  });

  test('has no secret in it', () => {
    expect(
      [...of('ENV'), ...of('ARG')].filter((line) => /KEY|SECRET|TOKEN|PASSWORD/.test(line)),
    ).toEqual([]);
  });

  test('leaves what is built and what is private out of its context', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.git', 'node_modules', 'dist', '.local']),
    );
  });
});
