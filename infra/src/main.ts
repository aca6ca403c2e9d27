import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { EnvironmentsError } from './environment/problem';
import {
  environmentNamed,
  ENVIRONMENTS_FILE,
  readEnvironments,
} from './environment/read-environments';
import { summarize } from './summarize';
import { synthesize } from './synthesize';

/** Exit status for settings that must change. */
const EXIT_BAD_INPUT = 2;

/** Where the templates of the environments lie, a folder each. */
const OUTPUT = join('.local', 'cdk');

const say = (line: string) => process.stdout.write(`${line}\n`);

const { env } = new Command('synth')
  .description('Writes the CloudFormation templates of an environment; needs no account.')
  .option('--env <name>', `an environment of ${ENVIRONMENTS_FILE}; all without it`)
  .parse()
  .opts<{ env?: string }>();

try {
  const environments = readEnvironments(readFileSync(ENVIRONMENTS_FILE, 'utf8'));
  const chosen = env ? [environmentNamed(env, environments)] : [...environments.values()];
  for (const environment of chosen) {
    const folder = join(OUTPUT, environment.name);
    say(`${environment.name}: account ${environment.account}, ${environment.region} …`);
    for (const line of summarize(synthesize(environment, folder))) say(`  ${line}`);
    say(`  deploy: scripts/deploy.sh ${environment.name}`);
  }
} catch (error) {
  const known = error instanceof EnvironmentsError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = known ? EXIT_BAD_INPUT : 1;
}
