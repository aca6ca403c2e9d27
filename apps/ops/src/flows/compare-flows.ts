import {
  deployedFlowName,
  fillPlaceholders,
  FLOWS,
  flowDifferences,
  flowSchema,
  placeholdersIn,
  type DeployedFlow,
  type DeployedFlows,
  type FlowDifference,
  type FlowName,
  type Placeholders,
} from '@patchbay/contact-flow';
import { ConfigError } from '@patchbay/platform';

export interface FlowsDependencies {
  readonly deployed: DeployedFlows;
  /** The committed content of a flow. */
  readonly committed: (name: FlowName) => Promise<string>;
}

/** What an instance runs of one flow. */
export interface FlowComparison {
  readonly flow: FlowName;
  readonly state: 'same' | 'different' | 'missing';
  readonly differences: readonly FlowDifference[];
}

/**
 * Compares each committed flow with the one of its name on the instance. The ARNs of flows come
 * from the instance itself, those of functions and queues from `values`.
 * @param prefix what the deployment puts before the names of flows
 * @throws ConfigError naming the placeholders for which there is no value
 */
export async function compareFlows(
  { values, prefix }: { values: Placeholders; prefix: string },
  { deployed, committed }: FlowsDependencies,
): Promise<FlowComparison[]> {
  const byName = new Map((await deployed.list()).map((flow) => [flow.name, flow]));
  const names = Object.keys(FLOWS) as FlowName[];
  const find = (name: FlowName) => byName.get(deployedFlowName(name, prefix));
  const known = { ...flowArns(names, find), ...values };
  const contents = await Promise.all(names.map(committed));
  const named = [...new Set(contents.flatMap(placeholdersIn))];
  const missing = named.filter((name) => !Object.hasOwn(known, name));
  if (missing.length > 0) throw new ConfigError(missing.map(lacking));
  const comparisons: FlowComparison[] = [];
  for (const [i, flow] of names.entries()) {
    const expected = fillPlaceholders(contents[i] ?? '', known);
    comparisons.push(await compare(flow, expected, find(flow), deployed));
  }
  return comparisons;
}

const lacking = (name: string) =>
  `${name} has no value: name a file with the outputs of the Flows stack by --values`;

/** A flow that is not there leaves its placeholder standing: it is reported as missing itself. */
const flowArns = (names: readonly FlowName[], find: (name: FlowName) => DeployedFlow | undefined) =>
  Object.fromEntries(
    names.flatMap((name) => {
      const flow = FLOWS[name];
      if (!('placeholder' in flow)) return [];
      return [[flow.placeholder, find(name)?.arn ?? `\${${flow.placeholder}}`]];
    }),
  );

async function compare(
  flow: FlowName,
  expected: string,
  running: DeployedFlow | undefined,
  deployed: DeployedFlows,
): Promise<FlowComparison> {
  if (!running) return { flow, state: 'missing', differences: [] };
  const content = await deployed.contentOf(running.id);
  const differences = flowDifferences(parse(expected), parse(content));
  return { flow, state: differences.length > 0 ? 'different' : 'same', differences };
}

const parse = (content: string) => flowSchema.parse(JSON.parse(content));
