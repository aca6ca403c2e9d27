import { Command, InvalidArgumentError, Option } from 'commander';
import type { FaultFigures, Scale } from './fault';
import { runFault } from './fault-process';
import { FAULTS } from './faults';

const names = Object.keys(FAULTS);
const program = new Command('npm run faults --')
  .description(
    'Breaks the running system on purpose and judges by a ledger that nothing is lost or doubled.',
  )
  .argument('<name...>', `faults to run: all, ${names.join(', ')}`)
  .addOption(
    new Option('--scale <scale>', 'how much load').choices(['full', 'short']).default('full'),
  )
  .option('--jobs <count>', 'how many run side by side, where they mostly wait', toCount, 1)
  .option('--json', 'print one JSON object as the last line')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run faults -- kill-bridge\n  npm run faults -- all --json',
  )
  .parse();
const { scale, json, jobs } = program.opts<{ scale: Scale; json?: boolean; jobs: number }>();
const wanted = program.args.includes('all') ? names : program.args;
const unknown = wanted.filter((name) => !FAULTS[name]);
if (unknown.length > 0) {
  program.error(`There is no fault ${unknown.join(', ')}. Name one of: all, ${names.join(', ')}.`, {
    exitCode: 2,
  });
}

const results = new Map<string, FaultFigures>();
const waiting = [...wanted];
await Promise.all(Array.from({ length: jobs }, runWaiting));
if (json)
  console.log(JSON.stringify(Object.fromEntries(wanted.map((name) => [name, results.get(name)]))));
process.exit([...results.values()].every(({ pass }) => pass) ? 0 : 1);

async function runWaiting(): Promise<void> {
  for (let name = waiting.shift(); name; name = waiting.shift()) {
    results.set(name, await runOne(name));
  }
}

async function runOne(name: string): Promise<FaultFigures> {
  const startedMs = performance.now();
  console.error(`${name} …`);
  const figures = await runFault(name, {
    scale,
    tell: (line) => console.error(jobs > 1 ? `  ${name}: ${line}` : `  ${line}`),
  });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const result = { ...figures, seconds };
  console.error(`${name}: ${result.pass ? 'holds' : 'FAILS'} (${seconds} s)`);
  if (!json) console.table(result);
  return result;
}

function toCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new InvalidArgumentError('It is a whole number from 1.');
}
