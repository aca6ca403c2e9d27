import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  deployedFlowName,
  fillPlaceholders,
  flowFile,
  FLOWS,
  type FlowName,
} from '@patchbay/contact-flow';
import type { StoredFlow } from '../connect-api/flow-operations';
import { PLACES } from './places';
import { flowArn, FLOW_PLACEHOLDERS } from './settings';

/** The committed flows as a deployment would have put them on the instance. */
export const instanceFlows = (): Promise<StoredFlow[]> =>
  Promise.all((Object.keys(FLOWS) as FlowName[]).map(instanceFlow));

async function instanceFlow(name: FlowName): Promise<StoredFlow> {
  const content = await readFile(join(PLACES.flows, flowFile(name)), 'utf8');
  return {
    id: name,
    arn: flowArn(name),
    name: deployedFlowName(name),
    kind: FLOWS[name].kind,
    content: fillPlaceholders(content, FLOW_PLACEHOLDERS),
  };
}
