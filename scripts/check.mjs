// npm test: format, lint, types, build, unit and integration tests, whole calls. Every step runs,
// also when one before it failed; the last line is the total of tests over every Jest run.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildApps, root, runNode } from './pinned-node.mjs';

const reports = join(root, '.local', 'test-reports');
const jest =
  (name, config, ...more) =>
  () =>
    runNode(
      [
        '--experimental-vm-modules',
        '--disable-warning=ExperimentalWarning',
        join('node_modules', 'jest', 'bin', 'jest.js'),
        `--config=${config}`,
        '--ci',
        // A test that failed may leave a server behind; the run must end all the same.
        '--forceExit',
        '--json',
        `--outputFile=${join(reports, `${name}.json`)}`,
        ...more,
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );

const steps = [
  [
    'format',
    () =>
      runNode([
        join('node_modules', 'prettier', 'bin', 'prettier.cjs'),
        '--check',
        '--log-level=warn',
        '.',
      ]),
  ],
  // Builds first: Nx then knows the project graph that the lint rule for boundaries reads.
  ['build', buildApps],
  [
    'lint',
    () => runNode([join('node_modules', 'eslint', 'bin', 'eslint.js'), '--max-warnings=0', '.']),
  ],
  ['types', () => runNode([join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'])],
  // A busy machine is slow: only a test that hangs runs into its limit.
  ['unit and integration tests', jest('unit', 'jest.config.ts', '--testTimeout=60000')],
  ['whole calls', jest('calls', 'e2e/jest.config.ts')],
];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const failed = [];
for (const [name, run] of steps) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const ok = (await run()) === 0;
  if (!ok) failed.push(name);
  console.log(
    `── ${name}: ${ok ? 'ok' : 'FAILED'} (${Math.round((Date.now() - startedAt) / 1000)} s)`,
  );
}

const total = { passed: 0, failed: 0 };
for (const name of ['unit', 'calls']) {
  try {
    const report = JSON.parse(readFileSync(join(reports, `${name}.json`), 'utf8'));
    total.passed += report.numPassedTests;
    total.failed += report.numFailedTests + report.numRuntimeErrorTestSuites;
  } catch {
    total.failed += 1;
  }
}
console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nEverything passed.');
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(failed.length > 0 || total.failed > 0 ? 1 : 0);
