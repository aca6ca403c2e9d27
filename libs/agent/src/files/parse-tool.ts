import { isBuiltInTool } from '../built-in-tools';
import { fieldsInputSchema, type AgentFields } from '../fields';
import type { SchemaProblems } from '../json-schema';
import { toolFileSchema, type ToolDefinition, type ToolFile } from '../tool-file';
import { parseJsonFile } from './parse-json-file';
import type { Report } from './problem';

export interface ToolContext {
  /** The fields of the tool's agent. */
  readonly fields: AgentFields;
  readonly schemaProblems: SchemaProblems;
}

/**
 * Reads `tools/<name>.json`.
 * @returns undefined when there were mistakes, each of them reported
 */
export function parseTool(
  name: string,
  text: string,
  context: ToolContext,
  report: Report,
): ToolDefinition | undefined {
  let mistakes = 0;
  const note: Report = (path, problem) => {
    mistakes += 1;
    report(path, problem);
  };
  const tool = parseJsonFile(text, toolFileSchema, note);
  if (!tool) return undefined;
  if (tool.name !== name) note('name', 'must be the name of the file');
  if (tool.handler.kind === 'built-in' && !isBuiltInTool(tool.name)) {
    note('handler', 'must be there: no tool of this name is built in');
  }
  const input_schema = inputSchema(tool, context, note);
  return mistakes === 0 && input_schema ? { ...tool, input_schema } : undefined;
}

function inputSchema(tool: ToolFile, { fields, schemaProblems }: ToolContext, note: Report) {
  if (tool.name === 'save_fields') {
    if (!tool.input_schema) return fieldsInputSchema(fields);
    note('input_schema', 'must be left out: the input is what agent.json has under fields');
  } else if (!tool.input_schema) {
    note('input_schema', 'must be there');
  } else {
    for (const problem of schemaProblems(tool.input_schema)) note('input_schema', problem);
  }
  return tool.input_schema;
}
