export * from './agent-files';
export * from './assemble-agent';
export * from './parse-agent';
export { describeProblem, type AgentProblem } from './problem';
