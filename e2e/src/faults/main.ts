import { Command, Option } from 'commander';
import type { FaultFigures, Scale } from './fault';
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
  .option('--json', 'print one JSON object as the last line')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run faults -- kill-bridge\n  npm run faults -- all --json',
  )
  .parse();
const { scale, json } = program.opts<{ scale: Scale; json?: boolean }>();
const wanted = program.args.includes('all') ? names : program.args;
const unknown = wanted.filter((name) => !FAULTS[name]);
if (unknown.length > 0) {
  program.error(`There is no fault ${unknown.join(', ')}. Name one of: all, ${names.join(', ')}.`, {
    exitCode: 2,
  });
}

const results: Record<string, FaultFigures> = {};
for (const name of wanted) results[name] = await runFault(name);
if (json) console.log(JSON.stringify(results));
process.exit(Object.values(results).every(({ pass }) => pass) ? 0 : 1);

async function runFault(name: string): Promise<FaultFigures> {
  const startedMs = performance.now();
  console.error(`${name} …`);
  const tell = (line: string) => console.error(`  ${line}`);
  const figures = await (
    await FAULTS[name]?.()
  )?.({ scale, tell }).catch((error: unknown) => {
    tell(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return { pass: false };
  });
  const seconds = Math.round((performance.now() - startedMs) / 1000);
  const result = { pass: false, ...figures, seconds };
  console.error(`${name}: ${result.pass ? 'holds' : 'FAILS'} (${seconds} s)`);
  if (!json) console.table(result);
  return result;
}
