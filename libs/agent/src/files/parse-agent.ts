import { jsonSchemaProblems } from '../json-schema';
import type { AgentFiles } from './agent-files';
import { assembleAgent, type ParsedAgent } from './assemble-agent';

/** {@link assembleAgent}, the JSON Schemas of its tools and fields checked too. */
export const parseAgent = (folder: string, files: AgentFiles): ParsedAgent =>
  assembleAgent(folder, files, jsonSchemaProblems);
