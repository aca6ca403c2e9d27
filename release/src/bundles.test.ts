import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runScript } from './workspace';

/** Most kilobytes of each function's bundle; the one with clients of five services has more. */
const BUDGETS_KB: Readonly<Record<string, number>> = {
  'start-bot-session': 560,
  'process-bot-turn': 500,
  'contact-ended': 500,
};

/**
 * Loading a function may cost so many times the CPU of an empty Node. A bundle that compiles the
 * agents' JSON Schemas, or brings all of the SDK, costs sixteen times and more.
 */
const START_UP_LIMIT = 11;

const folder = mkdtempSync(join(tmpdir(), 'patchbay-bundles-'));
beforeAll(() => runScript('scripts/build-app.mjs', 'apps/connect-lambdas', folder));

test('every function has a budget, a source map, and keeps to its size', () => {
  const bundles = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
  const tooLarge = bundles.filter(
    (file) => statSync(join(folder, file)).size / 1024 > (BUDGETS_KB[file.slice(0, -4)] ?? 0),
  );

  expect(bundles.map((file) => file.slice(0, -4)).toSorted()).toEqual(
    Object.keys(BUDGETS_KB).toSorted(),
  );
  expect(tooLarge).toEqual([]);
  expect(bundles.filter((file) => !statSync(join(folder, `${file}.map`)).isFile())).toEqual([]);
});

const SETTINGS = {
  AWS_REGION: 'us-east-1',
  CALLS_TABLE: 'calls',
  CALLS_QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/calls',
  EVENT_BUS: 'patchbay',
  PROMPTS_BUCKET: 'prompts',
  AGENTS_DIR: join(ROOT, 'agents'),
  BRIDGE_KEYS: 'a key that signs nothing',
  DEFAULT_QUEUE_ARN: 'arn:aws:connect:us-east-1:123456789012:instance/1/queue/1',
};

/** CPU time of a process that loads a module and ends, in microseconds; the least of three tries. */
function cpuOf(module: string): number {
  const script = `${module}; const { user, system } = process.cpuUsage(); console.log(user + system); process.exit(0);`;
  const tries = Array.from({ length: 3 }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: SETTINGS,
      encoding: 'utf8',
    }),
  );
  return Math.min(...tries.map((printed) => Number(printed.trim().split('\n').at(-1))));
}

test.each(Object.keys(BUDGETS_KB))('%s starts on little CPU', (name) => {
  const bundle = pathToFileURL(join(folder, `${name}.mjs`)).href;

  expect(cpuOf(`await import('${bundle}')`) / cpuOf('0')).toBeLessThan(START_UP_LIMIT);
});
