import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { read, ROOT, trackedFiles } from './workspace';

const documents = trackedFiles().filter(
  (file) => file.endsWith('.md') && !file.startsWith('agents/'),
);

/** Anchors of a document, as GitHub makes them of its headings. */
const anchorsOf = (text: string) =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Relative links outside of code blocks. */
const linksOf = (text: string) =>
  [...text.replace(/```.*?```/gs, '').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
    ([, target = '']) => target,
  );

function isBroken(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? document : join(dirname(document), path);
  if (!existsSync(join(ROOT, file))) return true;
  return anchor !== undefined && file.endsWith('.md') && !anchorsOf(read(file)).includes(anchor);
}

test('there are documents', () => {
  expect(documents).toEqual(
    expect.arrayContaining([
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
      'docs/operations.md',
      'docs/security.md',
    ]),
  );
});

test.each(documents)('every relative link of %s leads somewhere', (document) => {
  expect(linksOf(read(document)).filter((link) => isBroken(document, link))).toEqual([]);
});

test.each(documents)('%s names no script of npm that there is not', (document) => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read(document).matchAll(/\bnpm run ([a-z]+)\b/g)].map(([, name = '']) => name);

  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('the change log tells of the version that this is', () => {
  const { version } = JSON.parse(read('package.json')) as { version: string };

  expect(read('CHANGELOG.md')).toMatch(/^## \[Unreleased\]$/m);
  expect(read('CHANGELOG.md')).toContain(`[${version}]`);
});
