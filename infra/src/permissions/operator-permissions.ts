import { switchesKey } from '@patchbay/contracts';
import { namesOf } from '../names';
import { deadLetterQueue, FAILURES_TABLE, QUEUES } from '../topology';
import { EXAMPLE, type Granted } from './component-permissions';
import { allow, allowAny, type Permission } from './permission';

/** What an operator is given: to look at all that `patchbay` shows, and beside that to change it. */
export const OPERATOR_RIGHTS = ['look', 'act'] as const;
export type OperatorRight = (typeof OPERATOR_RIGHTS)[number];

/** The calls to AWS that `patchbay` (apps/ops) makes: those of `act` come on top of those of `look`. */
const GRANTS: Record<OperatorRight, (environment: Granted) => readonly Permission[]> = {
  look: (environment) => {
    const names = namesOf(environment);
    const deadLetters = QUEUES.map(({ name }) => names.queueArn(deadLetterQueue(name)));
    return [
      allow(
        [
          'sqs:GetQueueUrl',
          'sqs:GetQueueAttributes',
          'sqs:ReceiveMessage',
          'sqs:ChangeMessageVisibility',
        ],
        ...deadLetters,
      ),
      allow(['dynamodb:GetItem'], names.tableArn(FAILURES_TABLE)),
      allow(['s3:GetObject'], `${names.bucketArn('prompts')}/${switchesKey}`),
      allow(['s3:ListBucket'], names.bucketArn('prompts')),
      allowAny(
        'Connect gives flows their ids, and lists those of an instance together.',
        ['connect:ListContactFlows', 'connect:DescribeContactFlow'],
        environment.connect.instanceArn,
        `${environment.connect.instanceArn}/contact-flow/*`,
      ),
    ];
  },

  act: (environment) => {
    const names = namesOf(environment);
    const sources = QUEUES.map(({ name }) => names.queueArn(name));
    const deadLetters = QUEUES.map(({ name }) => names.queueArn(deadLetterQueue(name)));
    return [
      allow(['sqs:GetQueueUrl'], ...sources),
      allow(['sqs:SendMessage'], ...sources, ...deadLetters),
      allow(['sqs:DeleteMessage'], ...deadLetters),
      allow(['s3:PutObject'], `${names.bucketArn('prompts')}/${switchesKey}`),
    ];
  },
};

/** What `patchbay` may do in an environment in the hands of whom has this right. */
export const operatorPermissions = (right: OperatorRight, environment: Granted) =>
  GRANTS[right](environment);

/** The IAM actions of each right, for comparison with those that are used. */
export const operatorActions = (right: OperatorRight): readonly string[] =>
  [...new Set(GRANTS[right](EXAMPLE).flatMap(({ actions }) => actions))].sort();
