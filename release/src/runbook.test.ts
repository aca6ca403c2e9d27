import { read } from './workspace';

/** The names of alarms; those of each queue or function are written `*-dead`. */
function alarms(): string[] {
  const source = read('infra/src/constructs/promises.ts');
  const named = [
    ...source.matchAll(/\bid: '([a-z-]+)'/g),
    ...source.matchAll(/lost\(\s*settings,\s*['\w.]+,\s*'([a-z-]+)'/g),
  ];
  const patterns = [...source.matchAll(/\bid: `\$\{\w+\}(-[a-z]+)`/g)];
  return [...named.map(([, id = '']) => id), ...patterns.map(([, ending]) => `*${ending}`)];
}

test('every alarm has a part in the runbook, and no part is of an alarm that there is not', () => {
  const [, chapters = ''] = read('docs/operations.md').split('## Alarms of calls');
  const [parts = ''] = chapters.split('## Releasing');
  const headings = [...parts.matchAll(/^### (\S+)$/gm)].map(([, heading = '']) => heading);

  expect(alarms().length).toBeGreaterThan(10);
  expect(headings.toSorted()).toEqual(alarms().toSorted());
});
