// npm run call: places one more call with a system that "npm start" keeps running.
import { existsSync } from 'node:fs';
import { runNode } from './pinned-node.mjs';

const script = 'dist/apps/local-cloud/call.mjs';
if (!existsSync(script)) {
  console.error('Nothing is running here: start the system with "npm start" first.');
  process.exit(2);
}
process.exit(await runNode([script, ...process.argv.slice(2)]));
