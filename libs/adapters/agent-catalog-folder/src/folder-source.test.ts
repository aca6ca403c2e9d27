import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFixedCatalog } from '@patchbay/agent';
import { createFolderSource } from './folder-source';

let agentsDir: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(agentsDir, path)), { recursive: true });
  writeFileSync(join(agentsDir, path), text);
};

beforeEach(() => {
  agentsDir = mkdtempSync(join(tmpdir(), 'agents-'));
  write('bank/agent.json', '{}');
  write('bank/prompt.md', 'You work for a bank.');
  write('bank/tools/end_call.json', '{}');
  write('bank/local-model/rules.json', 'of another');
  write('README.md', 'Agents.');
});
afterEach(() => rmSync(agentsDir, { recursive: true }));

describe('agents in folders', () => {
  test('are read whole, without the files of others', async () => {
    const files = await createFolderSource(agentsDir).read('bank');

    expect([...files]).toEqual([
      ['agent.json', '{}'],
      ['prompt.md', 'You work for a bank.'],
      ['tools/end_call.json', '{}'],
    ]);
  });

  test.each<[string, () => void]>([
    ['a file of another length', () => write('bank/prompt.md', 'You work for a shop.  ')],
    ['a file of another time', () => utimesSync(join(agentsDir, 'bank/prompt.md'), 1, 1)],
    ['a new file', () => write('bank/knowledge/cards.md', '# Cards')],
    ['a file that is gone', () => rmSync(join(agentsDir, 'bank/tools/end_call.json'))],
  ])('have another version with %s', async (_, change) => {
    const source = createFolderSource(agentsDir);
    const before = await source.versions();

    change();

    const after = await source.versions();
    expect([...after.keys()]).toEqual(['bank']);
    expect(after.get('bank')).not.toBe(before.get('bank'));
  });

  test('keep their version while only files of others change', async () => {
    const source = createFolderSource(agentsDir);
    const before = await source.versions();

    write('bank/local-model/rules.json', 'of another, changed');

    expect(await source.versions()).toEqual(before);
  });

  test('a folder that is not there is an error', async () => {
    await expect(createFolderSource(join(agentsDir, 'missing')).versions()).rejects.toThrow(
      /ENOENT.*missing/,
    );
  });
});

test('every agent of this repository is usable', async () => {
  const repository = join(import.meta.dirname, '../../../../agents');

  const catalog = await createFixedCatalog(createFolderSource(repository));

  expect(await catalog.byId('bank-demo')).toMatchObject({ agentId: 'bank-demo' });
});
