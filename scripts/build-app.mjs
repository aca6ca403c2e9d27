// Bundles an app's entry points with esbuild: `node scripts/build-app.mjs apps/<name>`.
// project.json lists them under metadata.bundles: services keep their npm packages outside the
// bundle (some carry WebAssembly and data files), Lambda functions take them in.
import { build } from 'esbuild';
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SMALL_LAMBDA } from './small-bundle.mjs';

const projectRoot = process.argv[2];
const { bundles } = JSON.parse(readFileSync(join(projectRoot, 'project.json'), 'utf8')).metadata;

/** CommonJS packages inside an ES module bundle need a `require`. */
const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

rmSync(join('dist', projectRoot), { recursive: true, force: true });
for (const { kind, entry, name } of bundles) {
  const lambda = kind === 'lambda';
  await build({
    entryPoints: [join(projectRoot, entry)],
    outfile: join('dist', projectRoot, `${name ?? basename(entry, '.ts')}.mjs`),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    packages: lambda ? 'bundle' : 'external',
    minify: lambda,
    sourcemap: true,
    ...(lambda && SMALL_LAMBDA),
    banner: lambda ? { js: REQUIRE_BANNER } : {},
    tsconfig: join(dirname(import.meta.dirname), 'tsconfig.base.json'),
    logLevel: 'warning',
  });
}
