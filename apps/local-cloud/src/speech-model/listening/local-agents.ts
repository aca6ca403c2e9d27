import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidLocalModelError } from './invalid-local-model';
import { rulesSchema, type Rules } from '../dialogue/rules';
import { ProtocolViolation } from '../protocol/protocol-violation';

/** An agent as the stand-in plays it. */
export interface LocalAgent {
  readonly agentId: string;
  readonly prompt: string;
  /** JSGF. */
  readonly grammar: string;
  readonly rules: Rules;
}

/**
 * The agents of `agentsDir` that have a `local-model` folder.
 * @throws InvalidLocalModelError naming the first broken one with all that is wrong with its rules
 */
export function readLocalAgents(agentsDir: string): LocalAgent[] {
  return readdirSync(agentsDir)
    .filter((agentId) => existsSync(join(agentsDir, agentId, 'local-model')))
    .map((agentId) => readLocalAgent(join(agentsDir, agentId), agentId));
}

/** The agent whose prompt stands in the session's system text. @throws ProtocolViolation when none does */
export function agentOf(agents: readonly LocalAgent[], systemText: string): LocalAgent {
  const agent = agents.find(({ prompt }) => systemText.includes(prompt));
  if (agent) return agent;
  throw new ProtocolViolation(
    'The system text holds the prompt of no agent that has a local-model folder.',
  );
}

function readLocalAgent(folder: string, agentId: string): LocalAgent {
  const rules = rulesSchema.safeParse(readRules(folder, agentId));
  if (!rules.success) {
    const problems = rules.error.issues.map(
      ({ path, message }) => `local-model/rules.json: ${path.join('.')}: ${message}`,
    );
    throw new InvalidLocalModelError(agentId, problems);
  }
  return {
    agentId,
    prompt: readText(folder, agentId, 'prompt.md'),
    grammar: readText(folder, agentId, 'local-model/grammar.jsgf'),
    rules: rules.data,
  };
}

function readRules(folder: string, agentId: string): unknown {
  const text = readText(folder, agentId, 'local-model/rules.json');
  try {
    return JSON.parse(text);
  } catch {
    throw new InvalidLocalModelError(agentId, ['local-model/rules.json: is not JSON']);
  }
}

/** An empty text is refused too: an empty prompt would be found in every system text. */
function readText(folder: string, agentId: string, file: string): string {
  const path = join(folder, file);
  if (!existsSync(path)) throw new InvalidLocalModelError(agentId, [`${file}: cannot be read`]);
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new InvalidLocalModelError(agentId, [`${file}: is empty`]);
  return text;
}
