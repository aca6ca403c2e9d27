// npm run sbom: what production is made of, as CycloneDX, into dist/sbom.cdx.json. npm reads it
// from the lockfile, so that it is the same on every machine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const file = process.argv[2] ?? join(root, 'dist', 'sbom.cdx.json');
const npm = process.env.npm_execpath;
const [command, ...args] = npm ? [process.execPath, npm] : ['npm'];
// All packages, because npm leaves some of production out under --omit=dev: those that a package of
// development needs too. It marks those of development alone, and they are dropped here.
const all = JSON.parse(
  execFileSync(command, [...args, 'sbom', '--package-lock-only', '--sbom-format=cyclonedx'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  }),
);
const isDevelopment = ({ properties = [] }) =>
  properties.some(({ name }) => name === 'cdx:npm:package:development');
const components = all.components.filter((component) => !isDevelopment(component));
const kept = new Set(components.map((component) => component['bom-ref']));
const dependencies = all.dependencies
  .filter(({ ref }) => kept.has(ref) || ref === all.metadata.component['bom-ref'])
  .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((on) => kept.has(on)) }));

mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify({ ...all, components, dependencies }, null, 2));
console.log(`${components.length} components: ${file}`);
