import { CommandRefusal, parse, type Program } from './command';
import { registryOf, type Contents } from './contents';
import { REGISTRY_PASSWORD } from './services';

type Need = (name: string) => string;

interface Known {
  readonly options: readonly string[];
  run(need: Need, contents: Contents): string;
}

const TEST_CASE = ['instance-id', 'test-case-id', 'query', 'output'];
const EXECUTION = 'execution-1';

/** The commands of the AWS CLI that the scripts give, with the options that each has. */
const COMMANDS: Readonly<Record<string, Known>> = {
  'ecr get-login-password': {
    options: ['region'],
    run(need, { place }) {
      requireSame(need('region'), place.region);
      return REGISTRY_PASSWORD;
    },
  },
  'ecr describe-images': {
    options: ['region', 'repository-name', 'image-ids'],
    run(need, { place, images }) {
      requireSame(need('region'), place.region);
      const tag = need('image-ids').replace(/^imageTag=/, '');
      const image = `${registryOf(place)}/${need('repository-name')}:${tag}`;
      if (!images.has(image)) throw new CommandRefusal('ImageNotFoundException');
      return '{}';
    },
  },
  'connect start-test-case-execution': {
    options: TEST_CASE,
    run(need, { place }) {
      requireSame(need('instance-id'), place.instanceArn.split('/').at(-1) ?? '');
      requireSame(`${need('query')} as ${need('output')}`, 'TestCaseExecutionId as text');
      return EXECUTION;
    },
  },
  'connect get-test-case-execution-summary': {
    options: [...TEST_CASE, 'test-case-execution-id'],
    run(need, { testCases }) {
      requireSame(need('test-case-execution-id'), EXECUTION);
      requireSame(`${need('query')} as ${need('output')}`, 'Status as text');
      const verdict = testCases.get(need('test-case-id'));
      if (!verdict) throw new CommandRefusal('ResourceNotFoundException');
      return verdict;
    },
  },
};

/** The AWS CLI without the CLI. */
export function aws(contents: Contents): Program {
  return ({ args: [service, operation, ...args] }) => {
    const known = COMMANDS[`${service} ${operation}`];
    if (!known) throw new CommandRefusal(`not played here: aws ${service} ${operation}`);
    return known.run(parse(args, known.options).need, contents);
  };
}

function requireSame(given: string, expected: string) {
  if (given !== expected) throw new CommandRefusal(`${given} in place of ${expected}`);
}
