import { lockedPackages } from './lockfile';

/** Permissive licences, by their SPDX names: they ask for a notice and nothing else. */
const ALLOWED = [
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
];

/**
 * Packages that name no licence, each by path and version. `buffers` comes with `ebml`; its author
 * puts his other packages of that time under MIT, but this one says nothing.
 */
const UNNAMED = ['node_modules/buffers@0.1.1'];

/** `(MIT OR Apache-2.0)` is fine when one of the two is; `AND` wants both. */
function isAllowed(licence: string): boolean {
  const expression = licence.replace(/^\((.*)\)$/, '$1');
  if (expression.includes(' OR ')) return expression.split(' OR ').some(isAllowed);
  if (expression.includes(' AND ')) return expression.split(' AND ').every(isAllowed);
  return ALLOWED.includes(expression);
}

const packages = lockedPackages();

test('every package of production has a permissive licence, or is known to name none', () => {
  const production = packages.filter(({ dev }) => !dev);
  const others = production
    .filter(({ license }) => !license || !isAllowed(license))
    .filter(({ path, version }) => !UNNAMED.includes(`${path}@${version}`))
    .map(({ path, license }) => `${path}: ${license ?? 'none named'}`);

  expect(production.length).toBeGreaterThan(50);
  expect(others).toEqual([]);
});

test('licences are read by their expression', () => {
  expect(['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC'].map(isAllowed)).toEqual([true, true, true]);
  expect(['GPL-3.0', 'MIT AND GPL-3.0', 'SEE LICENSE IN X'].map(isAllowed)).toEqual([
    false,
    false,
    false,
  ]);
});

test('every package is pinned by its content, or by that of the package that carries it', () => {
  const loose = packages.filter(
    ({ integrity, inBundle }) => !inBundle && !integrity?.startsWith('sha512-'),
  );

  expect(loose.map(({ path }) => path)).toEqual([]);
});

test('no package is bound to a registry, so that a mirror serves as well', () => {
  expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
