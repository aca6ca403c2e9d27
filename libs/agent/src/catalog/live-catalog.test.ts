import type { LogFields } from '@patchbay/platform';
import type { AgentFiles } from '../files/agent-files';
import { agentFile, agentFolder } from '../testing/agent-folder';
import { openCatalog } from './open-catalog';

const NUMBERS = ['+15550100001', '+15550100002'] as const;

const bank = (changes: object = {}) => agentFolder({ 'agent.json': { ...agentFile, ...changes } });
const shop = (changes: object = {}) => bank({ agentId: 'shop', ...changes });

/** A source whose folders the test writes; `reads` shows which were read. */
function createSource(folders: Record<string, AgentFiles>) {
  const state = { folders: new Map(Object.entries(folders)), reads: [] as string[] };
  return {
    ...state,
    versions: async () =>
      new Map([...state.folders].map(([id, files]) => [id, JSON.stringify([...files])])),
    read: async (id: string) => {
      state.reads.push(id);
      return state.folders.get(id) ?? new Map();
    },
  };
}

function createLog() {
  const lines: { level: string; fields: LogFields | undefined }[] = [];
  const at = (level: string) => (_: string, fields?: LogFields) =>
    void lines.push({ level, fields });
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

async function open(folders: Record<string, AgentFiles>) {
  const source = createSource(folders);
  const log = createLog();
  return { source, log, catalog: await openCatalog(source, log) };
}

const description = async (agent: Promise<{ description: string }>) => (await agent).description;

describe('agents that change while calls go on', () => {
  test('are served anew after a change, and only what changed is read', async () => {
    const { source, catalog } = await open({ bank: bank(), shop: shop() });
    const before = await catalog.byId('bank');

    source.folders.set('bank', bank({ description: 'Another bank.' }));
    await catalog.refresh();

    expect(await description(catalog.byId('bank'))).toBe('Another bank.');
    expect(before.description).toBe('A bank.');
    expect(source.reads).toEqual(['bank', 'shop', 'bank']);
  });

  test('a broken one is refused by file and path, once, and the last good one stays', async () => {
    const { source, catalog, log } = await open({ bank: bank() });

    source.folders.set('bank', bank({ language: 'secret-english' }));
    await catalog.refresh();
    await catalog.refresh();

    expect(await description(catalog.byId('bank'))).toBe('A bank.');
    const errors = log.lines.filter(({ level }) => level === 'error');
    expect(errors).toEqual([
      { level: 'error', fields: { file: 'bank/agent.json', path: 'language' } },
    ]);
  });

  test('a mended one is taken', async () => {
    const { source, catalog } = await open({ bank: bank(), shop: shop({ language: '?' }) });
    await expect(catalog.byId('shop')).rejects.toMatchObject({ name: 'UnknownAgentError' });

    source.folders.set('shop', shop());
    await catalog.refresh();

    expect(await catalog.byId('shop')).toMatchObject({ agentId: 'shop' });
  });

  test('one whose folder is gone is gone', async () => {
    const { source, catalog } = await open({ bank: bank(), shop: shop() });

    source.folders.delete('shop');
    await catalog.refresh();

    await expect(catalog.byId('shop')).rejects.toMatchObject({ name: 'UnknownAgentError' });
  });

  test('nothing usable to begin with is an error that lists every mistake', async () => {
    await expect(open({ bank: bank({ language: '?' }) })).rejects.toMatchObject({
      name: 'InvalidAgentError',
      problems: [expect.stringMatching(/^bank\/agent\.json: language: /)],
    });
  });
});

describe('a number', () => {
  test('is answered by one agent: the second is refused until the first gives it up', async () => {
    const { source, catalog, log } = await open({
      bank: bank({ dialledNumbers: [NUMBERS[0]] }),
      shop: shop({ dialledNumbers: [NUMBERS[0]] }),
    });
    expect(await catalog.byDialledNumber(NUMBERS[0])).toMatchObject({ agentId: 'bank' });
    await expect(catalog.byId('shop')).rejects.toThrow();
    expect(JSON.stringify(log.lines)).toMatch(/dialledNumbers\.0/);
    expect(JSON.stringify(log.lines)).not.toMatch(/5550100/);

    source.folders.set('bank', bank());
    await catalog.refresh();

    expect(await catalog.byDialledNumber(NUMBERS[0])).toMatchObject({ agentId: 'shop' });
  });

  test('can be exchanged between two agents at once', async () => {
    const { source, catalog } = await open({
      bank: bank({ dialledNumbers: [NUMBERS[0]] }),
      shop: shop({ dialledNumbers: [NUMBERS[1]] }),
    });

    source.folders.set('bank', bank({ dialledNumbers: [NUMBERS[1]] }));
    source.folders.set('shop', shop({ dialledNumbers: [NUMBERS[0]] }));
    await catalog.refresh();

    expect(await catalog.byDialledNumber(NUMBERS[0])).toMatchObject({ agentId: 'shop' });
    expect(await catalog.byDialledNumber(NUMBERS[1])).toMatchObject({ agentId: 'bank' });
  });

  test('that an agent wants in vain leaves the agent as it was', async () => {
    const { source, catalog } = await open({
      bank: bank({ dialledNumbers: [NUMBERS[0]] }),
      shop: shop(),
    });

    source.folders.set('shop', shop({ dialledNumbers: [NUMBERS[0]], description: 'A thief.' }));
    await catalog.refresh();

    expect(await description(catalog.byId('shop'))).toBe('A bank.');
  });

  test('nobody answers is an error without the number in it', async () => {
    const { catalog } = await open({ bank: bank() });

    await expect(catalog.byDialledNumber(NUMBERS[0])).rejects.toThrow(/^(?!.*5550100)/);
  });
});

test('a place that is suddenly empty dismisses nobody', async () => {
  const { source, catalog } = await open({ bank: bank() });

  source.folders.clear();

  await expect(catalog.refresh()).rejects.toMatchObject({ name: 'NoAgentsError' });
  expect(await catalog.byId('bank')).toMatchObject({ agentId: 'bank' });
});

describe('keeping fresh', () => {
  test('a source that is away changes nothing, and is asked again', async () => {
    const { source, catalog, log } = await open({ bank: bank() });
    const stop = new AbortController();
    const versions = source.versions;
    source.versions = async () => {
      source.versions = versions;
      source.folders.set('bank', bank({ description: 'Another bank.' }));
      throw new Error('the disk is away');
    };

    const kept = catalog.keepFresh(1, stop.signal);
    while ((await description(catalog.byId('bank'))) === 'A bank.') {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    stop.abort();
    await kept;

    expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
  });
});
