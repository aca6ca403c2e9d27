export * from './agent-files';
export * from './parse-agent';
export { describeProblem, type AgentProblem } from './problem';
