import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccount, type Account } from './testing/account/account';
import { read, ROOT } from './workspace';

/** A deployment takes half a minute; a machine that has much else to do is slow. */
const COMMAND_LIMIT_MS = 600_000;

/** The commands in the shell blocks of a text, without comments, continued lines in one. */
const commandsIn = (text: string) =>
  [...text.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/(^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
const GUIDE = commandsIn(read('infra/README.md'));

const { dev } = JSON.parse(read('infra/environments.json'));
const folder = mkdtempSync(join(tmpdir(), 'patchbay-guide-'));
let account: Account;

beforeAll(async () => {
  account = await openAccount({
    account: dev.account,
    region: dev.region,
    instanceArn: dev.connect.instanceArn,
    ofInstance: dev.connect.queue.arn ?? dev.connect.queue.hoursOfOperationArn,
  });
  mkdirSync(join(folder, 'bin'));
  for (const program of ['docker', 'aws']) {
    const player = join(import.meta.dirname, 'testing/account/play-command.mjs');
    const file = join(folder, 'bin', program);
    writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${player}" ${program} "$@"\n`);
    chmodSync(file, 0o755);
  }
});

afterAll(() => {
  account.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A newcomer's shell in the workspace: nothing of this process but where programs are. */
async function run(command: string) {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      HOME: folder,
      AWS_ENDPOINT_URL: account.endpointUrl,
      AWS_REGION: dev.region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
    },
  });
  let printed = '';
  shell.stdout.on('data', (chunk) => (printed += chunk));
  shell.stderr.on('data', (chunk) => (printed += chunk));
  const [status] = (await once(shell, 'close')) as [number];
  return { status, printed };
}

test('the README has the same commands', () => {
  const [, chapter = ''] = read('README.md').split('## Into an account\n');
  const [own = ''] = chapter.split('\n## ');

  expect(commandsIn(own)).toEqual(GUIDE);
});

describe('the deploy guide, in an empty account', () => {
  test.each(GUIDE)(
    '%s',
    async (command) => {
      const { status, printed } = await run(command);

      // What was printed is shown when the status is another.
      expect({ status, printed }).toEqual({ status: 0, printed });
    },
    COMMAND_LIMIT_MS,
  );

  test('everything is deployed, and a number is answered by the inbound flow', () => {
    const { images, answeredBy } = account.contents;
    const stacks = Object.entries(account.stacks.statuses);
    const names = [...read('infra/src/patchbay-stage.ts').matchAll(/Stack\(this, '(\w+)'/g)].map(
      ([, name = '']) => `${dev.prefix}-${name.toLowerCase()}`,
    );

    expect(stacks.map(([name]) => name).toSorted()).toEqual(['CDKToolkit', ...names].toSorted());
    expect(stacks.filter(([, status]) => status !== 'CREATE_COMPLETE')).toEqual([]);
    expect([...images]).toHaveLength(3);
    expect([...answeredBy.values()]).toEqual([`${dev.prefix}-inbound`]);
  });

  test(
    'an environment that there is not is refused with those that there are',
    async () => {
      const { status, printed } = await run('scripts/deploy.sh staging');

      expect(status).toBe(2);
      expect(printed).toContain('"staging" is no environment: take one of dev, prod');
    },
    COMMAND_LIMIT_MS,
  );

  test('nothing was asked for that the account does not play', () => {
    expect(account.unknown).toEqual([]);
  });
});
