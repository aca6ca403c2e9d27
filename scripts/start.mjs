// npm start: builds what changed, then boots the whole system on this machine and places a call.
import { buildApps, runNode } from './pinned-node.mjs';

/** Stacks of the sources, and no warning of the SQLite that holds the local queues. */
const FLAGS = ['--enable-source-maps', '--disable-warning=ExperimentalWarning'];

if ((await buildApps()) !== 0) {
  console.error('The build failed; run "npm test" to see why.');
  process.exit(1);
}
process.exit(
  await runNode([...FLAGS, 'dist/apps/local-cloud/start.mjs', ...process.argv.slice(2)]),
);
