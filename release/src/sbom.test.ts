import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { read, runScript } from './workspace';

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly { 'bom-ref': string; hashes?: readonly object[] }[];
}

test('the bill of materials names every direct dependency in its version, with its hash', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'patchbay-sbom-')), 'sbom.json');
  runScript('scripts/sbom.mjs', file);

  const { bomFormat, components } = JSON.parse(readFileSync(file, 'utf8')) as Sbom;
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
    'dependencies' | 'devDependencies',
    Record<string, string>
  >;
  const listed = new Map(components.map((component) => [component['bom-ref'], component]));
  const refs = (packages: Record<string, string>) =>
    Object.entries(packages).map(([name, version]) => `${name}@${version}`);

  expect(bomFormat).toBe('CycloneDX');
  expect(refs(dependencies).filter((ref) => !listed.get(ref)?.hashes?.length)).toEqual([]);
  expect(refs(devDependencies).filter((ref) => ref.startsWith('jest@') && listed.has(ref))).toEqual(
    [],
  );
});
