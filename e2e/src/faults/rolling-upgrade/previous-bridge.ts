import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const BUILDER = join('e2e', 'src', 'faults', 'rolling-upgrade', 'build-previous-bridge.mjs');
const BUNDLE = join('.local', 'previous-bridge', 'main.mjs');

/** Builds the bridge that knows only the record of the version before. @returns its bundle */
export async function buildPreviousBridge(): Promise<string> {
  const outfile = join(process.cwd(), BUNDLE);
  await promisify(execFile)(process.execPath, [BUILDER, outfile]);
  return outfile;
}
