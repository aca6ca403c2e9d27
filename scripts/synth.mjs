// npm run synth: builds the functions, then writes the CloudFormation templates; needs no account.
import { buildApps, root, runNode } from './pinned-node.mjs';
import { join } from 'node:path';

if ((await buildApps()) !== 0) {
  console.error('The build failed; run "npm test" to see why.');
  process.exit(1);
}
const built = await runNode([join(root, 'scripts', 'build-app.mjs'), 'infra']);
process.exit(built || (await runNode(['dist/infra/main.mjs', ...process.argv.slice(2)])));
