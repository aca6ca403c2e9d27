import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = [
  'README.md',
  'docs/architecture.md',
  'docs/adr/README.md',
  'apps/audio-bridge/README.md',
  'apps/local-cloud/README.md',
];

test.each(DOCUMENTS)('every file that %s points to is there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');

  const missing = links.filter((link) => !existsSync(join(ROOT, dirname(document), link)));

  expect(missing).toEqual([]);
});

test('every decision is listed', () => {
  const listed = readFileSync(join(ROOT, 'docs/adr/README.md'), 'utf8');
  expect(listed.match(/\(0\d{3}-[a-z0-9-]+\.md\)/g)?.length).toBeGreaterThanOrEqual(6);
});
