import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isAgentFile, type AgentSource } from '@patchbay/agent';

/** Agents in folders `<agentsDir>/<agentId>`. Looking for changes reads no file, only their dates. */
export function createFolderSource(agentsDir: string): AgentSource {
  return {
    async versions() {
      const entries = await readdir(agentsDir, { withFileTypes: true });
      const agentIds = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
      return new Map(
        await Promise.all(
          agentIds.sort().map(async (id) => [id, await version(join(agentsDir, id))] as const),
        ),
      );
    },
    async read(agentId) {
      const folder = join(agentsDir, agentId);
      const paths = await agentFiles(folder);
      const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
      return new Map(paths.map((path, index) => [path, texts[index] ?? '']));
    },
  };
}

/** Changes whenever a file of the agent is written, added or removed. */
async function version(folder: string): Promise<string> {
  const marks = (await agentFiles(folder)).map(async (path) => {
    const { mtimeMs, size } = await stat(join(folder, path));
    return `${path} ${mtimeMs} ${size}`;
  });
  return (await Promise.all(marks)).join('\n');
}

async function agentFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter(isAgentFile)
    .sort();
}
