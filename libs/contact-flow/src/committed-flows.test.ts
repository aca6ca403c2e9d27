import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLOWS, flowFile, type FlowName } from './committed-flow';
import { flowProblems } from './flow-problems';
import { placeholdersIn } from './placeholders';

const FOLDER = join(import.meta.dirname, '../../../contact-flows');
const files = readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
const contentOf = (file: string) => readFileSync(join(FOLDER, file), 'utf8');

test('every file of a flow is a flow that is deployed', () => {
  expect(files.toSorted()).toEqual(
    Object.keys(FLOWS)
      .map((name) => flowFile(name as FlowName))
      .toSorted(),
  );
});

test.each(files)('%s is one that Connect takes, and every action can be reached', (file) => {
  expect(flowProblems(contentOf(file))).toEqual([]);
});

test('a flow names only flows that an instance gets before it, and a deployment’s own ARNs', () => {
  const known = ['StartBotSessionFnArn', 'ProcessBotTurnFnArn', 'HumanQueueArn'];
  for (const [name, flow] of Object.entries(FLOWS)) {
    const unknown = placeholdersIn(contentOf(flowFile(name as FlowName))).filter(
      (placeholder) => !known.includes(placeholder),
    );
    expect(unknown).toEqual([]);
    if ('placeholder' in flow) known.push(flow.placeholder);
  }
});

test.each(files)('%s has no text that tells who a caller is', (file) => {
  expect(contentOf(file)).not.toMatch(/CustomerEndpoint|\+\d{7,}/);
});
