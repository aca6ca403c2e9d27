import { compileJsonSchema, type ValueProblems } from './json-schema';
import type { ToolDefinition } from './tool-file';

type Check = (input: unknown) => ValueProblems;

/** Compiling takes milliseconds: once a tool, not once a call. */
const checks = new WeakMap<ToolDefinition, Check>();

/** What is wrong with a tool's input by its `input_schema`; names places and rules, never a value. */
export function toolInputProblems(tool: ToolDefinition, input: unknown): ValueProblems {
  const check = checks.get(tool) ?? compileJsonSchema(tool.input_schema);
  checks.set(tool, check);
  return check(input);
}
