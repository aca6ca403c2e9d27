import { agentFile, agentFolder, toolFile } from '../testing/agent-folder';
import { parseAgent } from './parse-agent';
import { describeProblem } from './problem';

const parsed = (changes?: Record<string, unknown>) => parseAgent('bank', agentFolder(changes));
const problems = (changes: Record<string, unknown>) =>
  parsed(changes).problems.map(describeProblem);
const agentProblems = (changes: Record<string, unknown>) =>
  problems({ 'agent.json': { ...agentFile, ...changes } });

describe('an agent', () => {
  test('is whole with the least of files, and has its defaults', () => {
    const { agent } = parsed();

    expect(agent).toMatchObject({
      agentId: 'bank',
      prompt: 'You work for a bank.',
      voiceOutput: 'model',
      recording: true,
      transcription: true,
      timeZone: 'UTC',
      limits: { longestCallS: 1800, silencePromptAfterS: 8 },
      speech: { endpointingSensitivity: 'MEDIUM' },
      guardrails: { rules: [] },
      fields: {},
      webhooks: [],
    });
    expect(agent?.tools).toEqual([{ ...toolFile, handler: { kind: 'built-in' } }]);
  });

  test('takes up its workflows and its knowledge by name', () => {
    const { agent } = parsed({
      'workflows/lost-card.md': '1. Block the card.\n',
      'knowledge/cards.md': '# Cards\n\nCards are free.',
      'tools/search_knowledge.json': { ...toolFile, name: 'search_knowledge' },
    });

    expect(agent?.workflows).toEqual([{ name: 'lost-card', text: '1. Block the card.' }]);
    expect(agent?.knowledge).toEqual([
      { id: 'cards#cards', title: 'Cards', text: 'Cards are free.' },
    ]);
  });

  test('uses the tools that it names, and else all that it has', () => {
    const transfer = { 'tools/transfer_to_agent.json': { ...toolFile, name: 'transfer_to_agent' } };
    const names = (agent: object) =>
      parsed({ ...transfer, 'agent.json': agent }).agent?.tools.map(({ name }) => name);

    expect(names(agentFile)).toEqual(['end_call', 'transfer_to_agent']);
    expect(names({ ...agentFile, tools: ['end_call'] })).toEqual(['end_call']);
  });

  test('asks the model for its fields by their own schemas', () => {
    const { agent } = parsed({
      'agent.json': {
        ...agentFile,
        fields: { date: { type: 'string', format: 'date', description: 'When.', readBack: true } },
      },
      'tools/save_fields.json': { ...toolFile, name: 'save_fields', input_schema: undefined },
    });

    expect(agent?.fields['date']?.readBack).toBe(true);
    expect(agent?.tools.find(({ name }) => name === 'save_fields')?.input_schema).toEqual({
      type: 'object',
      properties: { date: { type: 'string', format: 'date', description: 'When.' } },
      minProperties: 1,
      additionalProperties: false,
    });
  });
});

describe('sentences that an author leaves to us', () => {
  test('are filled in, and those that are given stay', () => {
    const { agent } = parsed({
      'agent.json': {
        ...agentFile,
        phrases: { ending: 'Bye.' },
        guardrails: { inappropriateLanguage: {} },
      },
    });

    expect(agent?.phrases.ending).toBe('Bye.');
    expect(agent?.phrases.fillers[0]).toBe('One moment, please.');
    expect(agent?.limits.silencePrompts[0]).toBe('Are you still there?');
    expect(agent?.guardrails.inappropriateLanguage?.warning).toMatch(/polite/);
  });

  test('must be written in a language that we do not speak, each by its path', () => {
    expect(agentProblems({ language: 'sv-SE', phrases: { fillers: ['Ett ögonblick.'] } })).toEqual([
      expect.stringMatching(/^bank\/agent\.json: limits\.silencePrompts: must be written/),
      expect.stringMatching(/phrases\.silenceFarewell: must be written/),
      expect.stringMatching(/phrases\.ending: must be written/),
      expect.stringMatching(/phrases\.transferring: must be written/),
      expect.stringMatching(/phrases\.hold: must be written/),
    ]);
  });
});

test.each(['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Calcutta'])(
  '%s is a time zone',
  (timeZone) => {
    expect(agentProblems({ timeZone })).toEqual([]);
  },
);

describe('a mistake is named by file and path', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown setting', { colour: 'red' }, /^bank\/agent\.json: colour: is not known$/],
    ['one within a section', { limits: { longest: 1 } }, /: limits\.longest: is not known$/],
    ['a language by its name', { language: 'english' }, /: language: /],
    ['a time zone that is none', { timeZone: 'Mars' }, /: timeZone: /],
    ['a fallback to the same', { speech: { ...agentFile.speech, fallback: {} } }, /fallback: /],
    [
      'a Region that is none',
      { speech: { ...agentFile.speech, region: 'here' } },
      /speech\.region/,
    ],
    ['a queue that is missing', { transfer: {} }, /: transfer\.queueArn: /],
    [
      'a number with blanks',
      { transfer: { queueArn: 'q', outsideNumber: '1 2' } },
      /outsideNumber/,
    ],
    ['a rule that is no pattern', { guardrails: rules('(') }, /: guardrails\.rules\.0\.pattern: /],
    ['a webhook in the clear', { webhooks: [{ url: 'http://shop.test' }] }, /url: must be https/],
    [
      'an unknown type of field',
      { fields: { a: { type: 'date', description: 'A.' } } },
      /a\.type: /,
    ],
    [
      'a field with a broken schema',
      { fields: { a: { type: 'string', description: 'A.', format: 'dayte' } } },
      /: fields\.a: unknown format/,
    ],
    [
      'the name of another folder',
      { agentId: 'shop' },
      /: agentId: must be the name of the folder/,
    ],
    [
      'a tool without a file',
      { tools: ['end_call', 'find'] },
      /: tools\.1: there is no tools\/find/,
    ],
    ['fields and no tool', { fields: { a: { type: 'string', description: 'A.' } } }, /save_fields/],
  ])('%s', (_, change, expected) => {
    expect(agentProblems(change)).toEqual([expect.stringMatching(expected)]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a tool that nobody runs',
      { name: 'find' },
      /^bank\/tools\/find\.json: handler: must be there/,
    ],
    ['the name of another file', { name: 'seek', handler: https() }, /: name: must be the name of/],
    [
      'a schema of its own kind',
      { handler: https(), input_schema: { type: 'list' } },
      /input_schema/,
    ],
    [
      'a schema with an unknown keyword',
      { handler: https(), input_schema: { type: 'object', proprieties: {} } },
      /: input_schema: .*proprieties/,
    ],
    ['no schema', { handler: https(), input_schema: undefined }, /: input_schema: must be there/],
    [
      'a service in the clear',
      { handler: https('http://shop.test') },
      /handler\.url: must be https/,
    ],
    ['an unknown kind of handler', { handler: { kind: 'carrier-pigeon' } }, /: handler\.kind: /],
  ])('in a tool: %s', (_, change, expected) => {
    const tool = { ...toolFile, name: 'find', ...change };

    expect(problems({ 'tools/find.json': tool })).toEqual([expect.stringMatching(expected)]);
  });

  test('all of them at once', () => {
    const found = problems({
      'agent.json': { ...agentFile, language: 'english', colour: 'red' },
      'prompt.md': ' ',
      'tools/end_call.json': '{',
      'tools/find.json': { ...toolFile, name: 'find', category: 'magic' },
      'workflows/lost-card.md': '',
      'knowledge/cards.md': '',
    });

    expect(found.map((problem) => problem.split(': ').slice(0, 2).join(': '))).toEqual([
      'bank/agent.json: language',
      'bank/agent.json: colour',
      'bank/prompt.md: is empty',
      'bank/tools/end_call.json: is not JSON',
      'bank/tools/find.json: category',
      'bank/workflows/lost-card.md: is empty',
      'bank/knowledge/cards.md: is empty',
    ]);
  });

  test('without a word of the file', () => {
    const secret = 'sk-4711';
    const found = problems({
      'agent.json': { ...agentFile, language: secret, speech: secret },
      'tools/end_call.json': `{"name": ${secret}`,
    });

    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain(secret);
  });
});

test('a service on the same machine needs no https', () => {
  const local = { ...toolFile, name: 'find', handler: https('http://127.0.0.1:8080/find') };

  expect(problems({ 'tools/find.json': local })).toEqual([]);
});

function https(url = 'https://shop.test') {
  return { kind: 'https', url };
}

function rules(pattern: string) {
  return { rules: [{ name: 'legal', pattern, then: 'transfer' }] };
}
