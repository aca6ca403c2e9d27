import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isAgentFile, type AgentSource } from '@patchbay/agent';

/**
 * Agents in folders `<agentsDir>/<agentId>`. Looking for changes reads no file, only their dates.
 * A few small files are read at once: to wait for each costs a function that starts more than all of
 * them.
 */
export function createFolderSource(agentsDir: string): AgentSource {
  return {
    async versions() {
      const entries = readdirSync(agentsDir, { withFileTypes: true });
      const agentIds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      return new Map(agentIds.sort().map((id) => [id, version(join(agentsDir, id))]));
    },
    async read(agentId) {
      const folder = join(agentsDir, agentId);
      const text = (path: string) => readFileSync(join(folder, path), 'utf8');
      return new Map(agentFiles(folder).map((path) => [path, text(path)]));
    },
  };
}

/** Changes whenever a file of the agent is written, added or removed. */
function version(folder: string): string {
  const marks = agentFiles(folder).map((path) => {
    const { mtimeMs, size } = statSync(join(folder, path));
    return `${path} ${mtimeMs} ${size}`;
  });
  return marks.join('\n');
}

function agentFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(isAgentFile)
    .sort();
}
