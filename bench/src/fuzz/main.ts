import { parseArgs } from 'node:util';
import { fuzzDemuxer, type FuzzFigures } from './demuxer-fuzz';

const SUBJECTS: Readonly<Record<string, (runs: number) => FuzzFigures>> = {
  demuxer: (runs) => fuzzDemuxer(runs),
  'demuxer-ebml': (runs) => fuzzDemuxer(runs, 'ebml'),
};

const DEFAULT_RUNS = '100000';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, runs: { type: 'string', default: DEFAULT_RUNS } },
});
const fuzz = SUBJECTS[positionals[0] ?? ''];
const runs = Number(options.runs);
if (!fuzz || !Number.isInteger(runs) || runs < 1) {
  console.error(
    `Name what to fuzz (${Object.keys(SUBJECTS).join(', ')}) and --runs, a whole number.`,
  );
  process.exitCode = 1;
} else {
  const figures = fuzz(runs);
  if (options.json) console.log(JSON.stringify(figures));
  else console.table(figures);
  if (figures.crashes > 0) process.exitCode = 1;
}
