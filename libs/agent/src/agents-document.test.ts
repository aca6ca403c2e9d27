import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agentFileSchema } from './agent-file';
import { BUILT_IN_TOOLS } from './built-in-tools';
import { parseAgent } from './files/parse-agent';
import { toolHandlerSchema } from './tool-file';

/** docs/agents.md: what authors go by. */
const document = readFileSync(join(import.meta.dirname, '../../../docs/agents.md'), 'utf8');
const [, example = ''] = document.split('## An example');
const jsonBlocks = (text: string) =>
  [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => json);

describe('the document for authors', () => {
  test('has an example that is usable', () => {
    const [agent = '', tool = ''] = jsonBlocks(example);
    const files = new Map([
      ['agent.json', agent],
      ['prompt.md', 'You take repairs in.'],
      ['tools/save_fields.json', tool],
    ]);

    expect(parseAgent('repair-desk', files)).toMatchObject({
      agent: { agentId: 'repair-desk' },
      problems: [],
    });
  });

  test('has handlers that are usable', () => {
    const handlers = jsonBlocks(document).filter((json) => json.includes('"kind"'));

    expect(handlers.map((json) => toolHandlerSchema.parse(JSON.parse(json)).kind)).toEqual([
      'https',
      'lambda',
    ]);
  });

  test('names every setting and every tool that is built in', () => {
    const settings = Object.keys(agentFileSchema.in.shape);

    const missing = [...settings, ...BUILT_IN_TOOLS].filter(
      (name) => !new RegExp(`^\\| .*\`${name}[\`.]`, 'm').test(document),
    );

    expect(missing).toEqual([]);
  });
});
