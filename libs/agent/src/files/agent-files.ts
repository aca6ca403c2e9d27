/** The text of an agent's files, by their paths under its folder, such as `tools/end_call.json`. */
export type AgentFiles = ReadonlyMap<string, string>;

const AGENT_FILE =
  /^(agent\.json|prompt\.md|workflows\/[^/]+\.md|knowledge\/[^/]+\.md|tools\/[^/]+\.json)$/;

/** Other files, such as those of the local speech model, are not the agent's. */
export const isAgentFile = (path: string): boolean => AGENT_FILE.test(path);

/** Contents and names (without folder and ending) of the files in one folder, by name. */
export function filesIn(files: AgentFiles, folder: string): { name: string; text: string }[] {
  return [...files]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .map(([path, text]) => ({ name: path.slice(folder.length + 1).replace(/\.\w+$/, ''), text }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
