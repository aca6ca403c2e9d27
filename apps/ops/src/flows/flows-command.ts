import type { Command } from 'commander';
import { answerNumber, type AnswerDependencies } from './answer-number';
import { compareFlows, type FlowsDependencies } from './compare-flows';
import { describeComparison } from './describe-comparison';
import { FlowsDifferError } from './errors';
import { readValues } from './read-values';

const EXAMPLES = `
Examples:
  aws cloudformation describe-stacks --stack-name patchbay-dev-flows > outputs.json
  patchbay flows diff --instance 11111111-1111-4111-8111-111111111111 --prefix patchbay-dev- \\
    --values outputs.json
  patchbay flows answer --instance 11111111-1111-4111-8111-111111111111 --prefix patchbay-dev-

The values are those of \${StartBotSessionFnArn} and the like: outputs of the Flows stack, as
"aws cloudformation describe-stacks" or "cdk deploy --outputs-file" writes them, or simply by name.
Exit status 1: something differs.`;

type Print = (line: string) => void;

interface FlowsConnections {
  readonly forFlows: (instanceId: string, folder: string) => FlowsDependencies;
  readonly forNumbers: (instanceId: string) => AnswerDependencies;
}

/** `patchbay flows diff|answer` */
export function addFlowsCommand(program: Command, connect: FlowsConnections, print: Print): void {
  const flows = program
    .command('flows')
    .description('Contact flows on an Amazon Connect instance.')
    .addHelpText('after', EXAMPLES);
  addDiff(flows, connect.forFlows, print);
  addAnswer(flows, connect.forNumbers, print);
}

const PREFIX = [
  '--prefix <text>',
  'what the names of flows begin with there',
  'patchbay-',
] as const;

function addDiff(program: Command, connect: FlowsConnections['forFlows'], print: Print): void {
  program
    .command('diff')
    .description('shows what an instance runs otherwise than committed; changes nothing')
    .requiredOption('--instance <id>', 'the Connect instance')
    .option('--folder <path>', 'the committed flows', 'contact-flows')
    .option(
      '--values <file>',
      'outputs of the Flows stack, as JSON: what stands for the placeholders',
    )
    .option(...PREFIX)
    .option('--json', 'print one JSON object')
    .action(async ({ instance, folder, values, prefix, json }) => {
      const known = { values: await readValues(values), prefix };
      const flows = await compareFlows(known, connect(instance, folder));
      (json ? [JSON.stringify({ flows })] : flows.flatMap(describeComparison)).forEach(print);
      const wrong = flows.filter(({ state }) => state !== 'same').map(({ flow }) => flow);
      if (wrong.length > 0) throw new FlowsDifferError(wrong);
    });
}

function addAnswer(program: Command, connect: FlowsConnections['forNumbers'], print: Print): void {
  program
    .command('answer')
    .description('has the inbound flow answer a phone number of the instance')
    .requiredOption('--instance <id>', 'the Connect instance')
    .option('--number <number>', 'such as +15550100; not needed where there is one alone')
    .option(...PREFIX)
    .option('--json', 'print one JSON object')
    .action(async ({ instance, number, prefix, json }) => {
      const answered = await answerNumber({ prefix, number }, connect(instance));
      print(json ? JSON.stringify(answered) : `${answered.flow} answers ${answered.number}`);
    });
}
