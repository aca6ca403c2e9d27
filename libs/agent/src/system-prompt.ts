import type { AgentDefinition } from './agent-definition';

/**
 * Everything that the model is told before the talk: the prompt, then what the agent's other
 * files add to it, each under a heading of its own.
 */
export function systemPrompt(agent: AgentDefinition, nowMs: number): string {
  return [
    agent.prompt,
    ...agent.workflows.map(({ name, text }) => `Workflow "${name}":\n${text}`),
    ...list(
      'Your tools:',
      agent.tools.map(({ name, instruction }) => `${name}: ${instruction}`),
    ),
    ...list('Find out, as the talk allows, and save with save_fields:', fieldsToAsk(agent)),
    `It is ${localTime(nowMs, agent.timeZone)}.`,
    `The caller was greeted already with: "${agent.greeting}" Do not greet again.`,
  ].join('\n\n');
}

const fieldsToAsk = ({ fields }: AgentDefinition) =>
  Object.entries(fields).map(([name, { description }]) => `${name}: ${description}`);

const list = (heading: string, items: readonly string[]) =>
  items.length === 0 ? [] : [[heading, ...items.map((item) => `- ${item}`)].join('\n')];

/** Such as `Monday 5 January 2026, 10:00 GMT-05:00 (America/New_York)`. */
function localTime(nowMs: number, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full' }).format(nowMs);
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'longOffset',
  }).format(nowMs);
  return `${day}, ${time} (${timeZone})`;
}
