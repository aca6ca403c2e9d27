import type { AgentFile } from '../agent-file';
import { filesIn, type AgentFiles } from './agent-files';
import type { Report } from './problem';

/** Reports tools that agent.json names or cannot do without, and that have no file. */
export function findMissingTools(
  { tools, fields }: AgentFile,
  files: AgentFiles,
  report: Report,
): void {
  const present = new Set(filesIn(files, 'tools').map(({ name }) => name));
  const hasTool = (name: string) => present.has(name) && (tools?.includes(name) ?? true);
  const hasFields = Object.keys(fields).length > 0;
  const hasKnowledge = filesIn(files, 'knowledge').length > 0;

  tools?.forEach((name, index) => {
    if (!present.has(name)) report(`tools.${index}`, `there is no tools/${name}.json`);
  });
  if (hasFields !== hasTool('save_fields')) {
    report('fields', 'and the tool save_fields need each other');
  }
  if (hasKnowledge !== hasTool('search_knowledge')) {
    report('tools', 'search_knowledge and a knowledge folder need each other');
  }
}
