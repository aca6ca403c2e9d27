import { fileURLToPath } from 'node:url';

/** Where scripts/build-app.mjs writes this app, seen from this source file. */
const BUNDLES_FROM_SOURCE = '../../../dist/apps/local-cloud/';

/**
 * Absolute path of a worker's bundle. Workers run as bundles only: they lie beside a bundled
 * caller, and in dist/ when the caller runs from source, as it does in tests.
 */
export function workerPath(name: string): string {
  const folder = import.meta.url.endsWith('.ts') ? BUNDLES_FROM_SOURCE : './';
  return fileURLToPath(new URL(`${folder}${name}.mjs`, import.meta.url));
}
