import { parseAgent } from './files/parse-agent';
import { systemPrompt } from './system-prompt';
import { agentFile, agentFolder, toolFile } from './testing/agent-folder';

const NOW_MS = Date.parse('2026-01-05T15:00:00.000Z');

function promptOf(changes: Record<string, unknown> = {}, file: object = {}) {
  const folder = agentFolder({ 'agent.json': { ...agentFile, ...file }, ...changes });
  const { agent } = parseAgent('bank', folder);
  if (!agent) throw new Error('the agent is not usable');
  return systemPrompt(agent, NOW_MS);
}

describe('the system prompt', () => {
  test('is the prompt, the tools, the time and what was said already', () => {
    const sections = promptOf({}, { timeZone: 'America/New_York' }).split('\n\n');

    expect(sections).toEqual([
      'You work for a bank.',
      'Your tools:\n- end_call: Use it after the farewell.',
      expect.stringMatching(
        /^It is Monday,? 5 January 2026, 10:00 GMT-05:00 \(America\/New_York\)\.$/,
      ),
      'The caller was greeted already with: "Hello." Do not greet again.',
    ]);
  });

  test('has each workflow under its name', () => {
    const prompt = promptOf({ 'workflows/lost-card.md': '1. Block the card.' });

    expect(prompt).toContain('Workflow "lost-card":\n1. Block the card.');
  });

  test('says what to find out', () => {
    const prompt = promptOf(
      { 'tools/save_fields.json': { ...toolFile, name: 'save_fields', input_schema: undefined } },
      { fields: { repair_type: { type: 'string', description: 'What is broken.' } } },
    );

    expect(prompt).toContain('save with save_fields:\n- repair_type: What is broken.');
  });
});
