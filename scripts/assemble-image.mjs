// The file system of a service's image: `node scripts/assemble-image.mjs SERVICE FOLDER`.
// The service with its npm packages in one file, the packages that cannot be in it (they carry
// WebAssembly), the agents, and the Node that package-lock.json pins. Prints what it weighs.
import { build } from 'esbuild';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SMALL_SERVICE, REQUIRE_BANNER } from './small-bundle.mjs';

/** They load a .wasm file that lies beside them. */
const OUTSIDE = ['@echogarden/*'];

const root = join(import.meta.dirname, '..');
const [service, folder] = process.argv.slice(2);
const entry = join(root, 'apps', service ?? '', 'src', 'main.ts');
if (!folder || !existsSync(entry)) {
  console.error('Usage: node scripts/assemble-image.mjs SERVICE FOLDER');
  process.exit(2);
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { metafile } = await build({
  entryPoints: [entry],
  outfile: join(folder, 'main.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node22',
  minify: true,
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  absWorkingDir: root,
  external: OUTSIDE,
  banner: { js: REQUIRE_BANNER },
  tsconfig: join(root, 'tsconfig.base.json'),
  logLevel: 'warning',
  ...SMALL_SERVICE,
});

for (const name of outsidePackages(metafile)) {
  cpSync(join(root, 'node_modules', name), join(folder, 'node_modules', name), { recursive: true });
}
cpSync(join(root, 'agents'), join(folder, 'agents'), {
  recursive: true,
  filter: (path) => !path.endsWith('local-model'),
});
cpSync(pinnedNode(), join(folder, 'node'), { dereference: true });
cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
if (service === 'audio-bridge') {
  cpSync(join(root, 'images', 'health.mjs'), join(folder, 'health.mjs'));
}
console.log(JSON.stringify({ service, bytes: bytesOf(folder), packages: packagesIn(metafile) }));

/** Packages that the bundle imports from outside of it. */
function outsidePackages({ inputs }) {
  const paths = Object.values(inputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && path.startsWith('@')).map((i) => i.path),
  );
  return new Set(paths.map((path) => path.split('/').slice(0, 2).join('/')));
}

/** Every npm package of which something is in the image. */
function packagesIn({ inputs }) {
  const bundled = Object.keys(inputs).flatMap(
    (file) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [],
  );
  return [...new Set([...bundled, ...outsidePackages({ inputs })])].sort();
}

/** The binary of the optional dependency for this platform (docs/adr/0003-node-22-from-npm.md). */
function pinnedNode() {
  const binary = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  if (existsSync(binary)) return binary;
  console.error(`No Node is pinned for linux-${process.arch}: run "npm ci" on that platform.`);
  process.exit(1);
}

function bytesOf(path) {
  const files = readdirSync(path, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
