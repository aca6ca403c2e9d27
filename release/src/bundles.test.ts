import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT, runScript } from './workspace';

/** Every function, by the app that it is bundled from. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'apps/connect-lambdas': ['start-bot-session', 'process-bot-turn', 'contact-ended'],
  'apps/key-rotation': ['key-rotation'],
};

/** Most kilobytes of a function's bundle. */
const BUDGET_KB = 500;

/**
 * Loading a function may cost so many times the CPU of an empty Node. A bundle that compiles the
 * agents' JSON Schemas, or brings all of the SDK, costs sixteen times and more.
 */
const START_UP_LIMIT = 11;

const folder = mkdtempSync(join(tmpdir(), 'patchbay-bundles-'));
beforeAll(() => {
  for (const app of Object.keys(FUNCTIONS)) {
    runScript('scripts/build-app.mjs', app, join(folder, app));
  }
});

test.each(Object.entries(FUNCTIONS))('%s: every bundle has its map and its size', (app, names) => {
  const files = readdirSync(join(folder, app));
  const bundles = files.filter((file) => file.endsWith('.mjs'));
  const sizeKb = (file: string) => statSync(join(folder, app, file)).size / 1024;

  expect(bundles.toSorted()).toEqual(names.map((name) => `${name}.mjs`).toSorted());
  expect(bundles.filter((file) => sizeKb(file) > BUDGET_KB)).toEqual([]);
  expect(bundles.filter((file) => !files.includes(`${file}.map`))).toEqual([]);
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
  // What the module logs may be written after everything else.
  const script = `${module}; const { user, system } = process.cpuUsage(); console.log('CPU ' + (user + system)); process.exit(0);`;
  const tries = Array.from({ length: 3 }, () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: SETTINGS,
      encoding: 'utf8',
    }),
  );
  return Math.min(...tries.map((printed) => Number(/^CPU (\d+)$/m.exec(printed)?.[1])));
}

const EACH = Object.entries(FUNCTIONS).flatMap(([app, names]) => names.map((name) => [app, name]));

test.each(EACH)('%s: %s starts on little CPU', (...path) => {
  const bundle = pathToFileURL(`${join(folder, ...path)}.mjs`).href;

  expect(cpuOf(`await import('${bundle}')`) / cpuOf('0')).toBeLessThan(START_UP_LIMIT);
});
