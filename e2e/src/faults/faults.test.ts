import { FAULTS } from './faults';
import { LIMIT_MS, runFault } from './fault-process';

/** A fault over its limit is told as failed, and its processes are ended. */
const TIMEOUT_MS = LIMIT_MS.short + 30_000;

/**
 * Each fault in its short form; `npm run faults -- all` runs them at full load. They wait more than
 * they compute, so several run side by side: `maxConcurrency` in jest.config.ts.
 */
test.concurrent.each(Object.keys(FAULTS))(
  '%s',
  async (name) => {
    const startedMs = performance.now();
    const lines: string[] = [];

    const figures = await runFault(name, { scale: 'short', tell: (line) => lines.push(line) });

    const seconds = Math.round((performance.now() - startedMs) / 1000);
    process.stderr.write(`${name}: ${figures.pass ? 'holds' : 'FAILS'} (${seconds} s)\n`);
    if (!figures.pass) throw new Error(`${JSON.stringify(figures)}\n${lines.join('\n')}`);
  },
  TIMEOUT_MS,
);
