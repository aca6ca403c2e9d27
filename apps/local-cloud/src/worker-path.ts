import { fileURLToPath } from 'node:url';

/** Where scripts/build-app.mjs writes this app, seen from this source file. */
const BUNDLES_FROM_SOURCE = '../../../dist/apps/local-cloud/';

/** The same folder, seen from the folder of all bundles. */
const BUNDLES = '/dist/';

/**
 * Absolute path of a worker's bundle. Workers run as bundles only: of this app, whether the caller
 * runs from source, as it does in tests, or is bundled into this app or another one.
 */
export function workerPath(name: string): string {
  const here = import.meta.url;
  const folder = here.endsWith('.ts')
    ? new URL(BUNDLES_FROM_SOURCE, here)
    : new URL(`${here.slice(0, here.lastIndexOf(BUNDLES))}${BUNDLES}apps/local-cloud/`);
  return fileURLToPath(new URL(`${name}.mjs`, folder));
}
