// npm test: format, lint, types, build, unit and integration tests, whole calls, faults. Every step
// runs, also when one before it failed; the last line is the total of tests over every Jest run.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApps, root, runNode } from './pinned-node.mjs';

const reports = join(root, '.local', 'test-reports');
const STILL_RUNS_EVERY_MS = 30_000;

/** What keeps time goes first: what only computes has the time that others wait. */
const GIVES_WAY = { niceness: 15 };

const tool = (path, ...args) => [join('node_modules', ...path.split('/')), ...args];
const computes = (args) => (tell) => runNode(args, { tell, ...GIVES_WAY });

const jestRuns = [];
function jest(name, config, ...more) {
  jestRuns.push(name);
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    ...tool('jest/bin/jest.js'),
    `--config=${config}`,
    '--ci',
    // A test that failed may leave a server behind; the run must end all the same.
    '--forceExit',
    '--json',
    `--outputFile=${join(reports, `${name}.json`)}`,
    ...more,
  ];
  return (tell) => runNode(args, { tell, stdio: ['ignore', 'ignore', 'pipe'] });
}

const build = ['build', buildApps];
// Left to itself, Jest uses one core of two, and holds every module that a test ever loaded: collecting
// that heap takes longer than the tests.
const WORKERS = ['--maxWorkers=100%', '--workerIdleMemoryLimit=512MB'];
const unit = ['unit and integration tests', jest('unit', 'jest.config.ts', ...WORKERS)];
const compute = [
  ['format', computes(tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'))],
  ['lint', computes(tool('eslint/bin/eslint.js', '--max-warnings=0', '.'))],
  ['types', computes(tool('typescript/bin/tsc', '-p', '.'))],
];
const calls = ['whole calls', jest('calls', 'e2e/jest.config.ts', 'whole-calls')];
const system = [
  'whole system',
  jest(
    'system',
    'e2e/jest.config.ts',
    '--maxWorkers=1',
    '--testPathIgnorePatterns=/faults/|real-time|whole-calls',
  ),
];
const faults = ['faults', jest('faults', 'e2e/jest.config.ts', 'e2e/src/faults')];
const realTime = ['calls in real time', jest('real-time', 'e2e/jest.config.ts', 'real-time')];

const running = new Map();
const failed = [];
const seconds = (sinceMs) => `${Math.round((Date.now() - sinceMs) / 1000)} s`;

async function run([name, step]) {
  const startedAt = Date.now();
  running.set(name, startedAt);
  console.log(`── ${name} …`);
  const ok = (await step((line) => console.log(`${name} │ ${line}`))) === 0;
  running.delete(name);
  if (!ok) failed.push(name);
  console.log(`── ${name}: ${ok ? 'ok' : 'FAILED'} (${seconds(startedAt)})`);
}

async function runInOrder(steps) {
  for (const step of steps) await run(step);
}

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const startedAt = Date.now();
setInterval(() => {
  const names = [...running].map(([name, sinceMs]) => `${name} (${seconds(sinceMs)})`);
  console.log(`   still running: ${names.join(', ')}`);
}, STILL_RUNS_EVERY_MS).unref();

// Builds first: Nx then knows the project graph that the lint rule for boundaries reads. Some unit
// tests build as well, under whatever would use what is built.
await runInOrder([build, unit]);
// Callers who really speak and hear go wrong on a machine that is busy with something else.
await run(calls);
// Faults mostly wait: for leases, for silences.
await Promise.all([runInOrder(compute), run(system), run(faults)]);
// What is judged by the clock has the machine for itself.
await run(realTime);

const total = { passed: 0, failed: 0 };
for (const name of jestRuns) {
  try {
    const report = JSON.parse(readFileSync(join(reports, `${name}.json`), 'utf8'));
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  } catch {
    total.failed += 1;
  }
}
const verdict = failed.length > 0 ? `Failed: ${failed.join(', ')}` : 'Everything passed.';
console.log(`\n${verdict} (${seconds(startedAt)})`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(failed.length > 0 || total.failed > 0 ? 1 : 0);
