import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentOf, readLocalAgents } from './local-agents';

const bankDemo = fileURLToPath(new URL('../../../../../agents/bank-demo', import.meta.url));

let agentsDir: string;
beforeEach(() => {
  agentsDir = mkdtempSync(join(tmpdir(), 'agents-'));
  cpSync(bankDemo, join(agentsDir, 'bank-demo'), { recursive: true });
});
afterEach(() => rmSync(agentsDir, { recursive: true }));

const write = (file: string, text: string) =>
  writeFileSync(join(agentsDir, 'bank-demo', file), text);

describe('the agents that the local model plays', () => {
  test('are those with a local-model folder', () => {
    mkdirSync(join(agentsDir, 'cloud-only'));

    expect(readLocalAgents(agentsDir).map(({ agentId }) => agentId)).toEqual(['bank-demo']);
  });

  test('are found by their prompt, whatever stands around it', () => {
    write('prompt.md', 'You work for a bank.\n');
    const agents = readLocalAgents(agentsDir);

    expect(agentOf(agents, 'Be kind.\n\nYou work for a bank.\n\nYour tools:').agentId).toBe(
      'bank-demo',
    );
    expect(() => agentOf(agents, 'You work for a shop.')).toThrow(/prompt of no agent/);
  });

  test.each([
    ['prompt.md', /prompt\.md: is empty/, ' \n'],
    ['local-model/rules.json', /rules\.json: is not JSON/, '{'],
    ['local-model/rules.json', /rules\.json: intents: /, '{"rules": []}'],
  ])('a broken %s is named: %s', (file, problem, text) => {
    write(file, text);

    expect(() => readLocalAgents(agentsDir)).toThrow(problem);
    expect(() => readLocalAgents(agentsDir)).toThrow(/files of agent bank-demo/);
  });

  test('a missing grammar is named', () => {
    rmSync(join(agentsDir, 'bank-demo/local-model/grammar.jsgf'));

    expect(() => readLocalAgents(agentsDir)).toThrow(/grammar\.jsgf: cannot be read/);
  });
});
