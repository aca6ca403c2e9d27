// Bundles an app's entry points with esbuild: `node scripts/build-app.mjs apps/<name> [FOLDER]`.
// project.json lists them under metadata.bundles: services keep their npm packages outside the
// bundle (some carry WebAssembly and data files), Lambda functions take them in.
import { build } from 'esbuild';
import { readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { REQUIRE_BANNER, SMALL_LAMBDA } from './small-bundle.mjs';

const [, , projectRoot, folder = join('dist', projectRoot)] = process.argv;
const { bundles } = JSON.parse(readFileSync(join(projectRoot, 'project.json'), 'utf8')).metadata;

rmSync(folder, { recursive: true, force: true });
for (const { kind, entry, name } of bundles) {
  const lambda = kind === 'lambda';
  await build({
    entryPoints: [join(projectRoot, entry)],
    outfile: join(folder, `${name ?? basename(entry, '.ts')}.mjs`),
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
