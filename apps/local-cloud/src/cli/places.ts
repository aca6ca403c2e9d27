import { join } from 'node:path';

/** The workspace: npm runs every script in its root. */
const root = process.cwd();

/** Files of the workspace that a local run reads and writes. */
export const PLACES = {
  agents: join(root, 'agents'),
  scenarios: join(root, 'e2e', 'scenarios'),
  flows: join(root, 'contact-flows'),
  inboundFlow: join(root, 'contact-flows', 'inbound.flow.json'),
  bundle: (app: string, name = 'main') => join(root, 'dist', 'apps', app, `${name}.mjs`),
  /** What was heard and said, a folder a call. */
  calls: join(root, '.local', 'calls'),
  logs: join(root, '.local', 'logs'),
  /** Tells `npm run call` where the running system listens. */
  running: join(root, '.local', 'running.json'),
} as const;
