import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const PRELOAD = join(process.cwd(), 'e2e', 'src', 'faults', 'fleet', 'deaf-server.mjs');

/** The signal from which on a process that was started with {@link deafServer} is out of reach. */
export const GO_DEAF = 'SIGUSR2';

/** What a process must have in its environment so that its servers can go deaf. */
export const deafServer = { NODE_OPTIONS: `--import=${pathToFileURL(PRELOAD).href}` };
