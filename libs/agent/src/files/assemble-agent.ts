import type { AgentDefinition } from '../agent-definition';
import { agentFileSchema } from '../agent-file';
import { reportFieldProblems } from '../fields';
import type { SchemaProblems } from '../json-schema';
import { splitPassages } from '../knowledge/split-passages';
import { filesIn, type AgentFiles } from './agent-files';
import { parseJsonFile } from './parse-json-file';
import { parseTool } from './parse-tool';
import type { AgentProblem, Report } from './problem';
import { findMissingTools } from './missing-tools';

/** An agent, or all that is wrong with it. */
export type ParsedAgent =
  | { readonly agent: AgentDefinition; readonly problems: readonly [] }
  | { readonly agent?: undefined; readonly problems: readonly AgentProblem[] };

/**
 * Puts an agent together from its files, and finds every mistake in them at once.
 * @param schemaProblems what is wrong with a JSON Schema that the agent gives for its tools and fields
 */
export function assembleAgent(
  folder: string,
  files: AgentFiles,
  schemaProblems: SchemaProblems,
): ParsedAgent {
  const problems: AgentProblem[] = [];
  const reportTo =
    (file: string): Report =>
    (path, problem) =>
      void problems.push({ file: `${folder}/${file}`, path, problem });

  const file = parseAgentFile(folder, files, schemaProblems, reportTo('agent.json'));
  const toolContext = { fields: file?.fields ?? {}, schemaProblems };
  const prompt = requiredText(files, 'prompt.md', reportTo('prompt.md'));
  const tools = filesIn(files, 'tools').flatMap(
    ({ name, text }) => parseTool(name, text, toolContext, reportTo(`tools/${name}.json`)) ?? [],
  );
  const workflows = texts(files, 'workflows', reportTo);
  const knowledge = texts(files, 'knowledge', reportTo).flatMap(splitPassages);
  if (file) findMissingTools(file, files, reportTo('agent.json'));
  if (!file || prompt === undefined || problems.length > 0) return { problems };

  const named = tools.filter(({ name }) => file.tools?.includes(name) ?? true);
  return { agent: { ...file, prompt, workflows, tools: named, knowledge }, problems: [] };
}

/** The Markdown files of a folder, none of them empty. */
function texts(files: AgentFiles, folder: string, reportTo: (file: string) => Report) {
  return filesIn(files, folder).map(({ name, text }) => {
    if (text.trim() === '') reportTo(`${folder}/${name}.md`)('', 'is empty');
    return { name, text: text.trim() };
  });
}

function parseAgentFile(
  folder: string,
  files: AgentFiles,
  schemaProblems: SchemaProblems,
  report: Report,
) {
  const text = requiredText(files, 'agent.json', report);
  const file = text === undefined ? undefined : parseJsonFile(text, agentFileSchema, report);
  if (!file) return undefined;
  if (file.agentId !== folder) report('agentId', 'must be the name of the folder');
  return reportFieldProblems(file.fields, schemaProblems, report) > 0 ? undefined : file;
}

function requiredText(files: AgentFiles, path: string, report: Report): string | undefined {
  const text = files.get(path)?.trim();
  if (text) return text;
  report('', text === undefined ? 'is missing' : 'is empty');
  return undefined;
}
