import { PatchbayError } from './errors';

/** A running service: `stop` takes no new work, finishes what is in hand, and resolves. */
export interface Service {
  stop(): Promise<void>;
}

/** Exit status of a service that could not start because of its settings or files. */
const EXIT_BAD_INPUT = 2;

/**
 * Runs a service until SIGTERM (what ECS sends) or SIGINT, then stops it and exits with status 0.
 * A service that cannot start says why in its error's own words and exits with status 2.
 */
export async function runService(start: () => Promise<Service>): Promise<void> {
  try {
    const service = await start();
    const stop = () => void service.stop().then(() => process.exit(0), fail);
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  const known = error instanceof PatchbayError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? String(error))}\n`);
  process.exit(known ? EXIT_BAD_INPUT : 1);
}
