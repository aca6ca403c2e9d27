// npm run faults: builds what changed, then runs faults by their names.
import { buildApps, runNode } from './pinned-node.mjs';

if ((await buildApps()) !== 0) {
  console.error('The build failed; run "npm test" to see why.');
  process.exit(1);
}
process.exit(
  await runNode([
    '--enable-source-maps',
    '--disable-warning=ExperimentalWarning',
    'dist/e2e/faults.mjs',
    ...process.argv.slice(2),
  ]),
);
