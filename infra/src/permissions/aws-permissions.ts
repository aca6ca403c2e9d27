import { namesOf, type Place, type ServiceName } from '../names';
import { consume } from './common-grants';
import { allow, allowAny, type Permission } from './permission';

/** What AWS itself does in a component's name: logs, network interfaces, keys, polling. */

export const writeLogs = (place: Place, component: string): Permission =>
  allowAny(
    'Streams of the log group; their names are made when they start.',
    ['logs:CreateLogStream', 'logs:PutLogEvents'],
    `${namesOf(place).logGroupArn(component)}:*`,
  );

/** What VPC flow logs ask of their role, as the VPC user guide lists it. */
export const deliverFlowLogs = (place: Place, component: string): Permission[] => [
  writeLogs(place, component),
  allowAny(
    'The service looks for the log group in the list of all.',
    ['logs:DescribeLogGroups', 'logs:DescribeLogStreams'],
    '*',
  ),
];

/** S3 and DynamoDB encrypt and decrypt with the key for whoever reads and writes. */
export const useKey = (keyArn: string): Permission =>
  allow(['kms:Decrypt', 'kms:GenerateDataKey'], keyArn);

export const joinNetwork = allowAny(
  'Lambda makes the interfaces of a function itself, and they have no names ahead.',
  [
    'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:DeleteNetworkInterface',
    'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ],
  '*',
);

/** Lambda polls a function's queue with the function's role. */
export const pollQueue = (place: Place, queue: string): Permission[] => {
  const names = namesOf(place);
  return [consume(names, queue), allow(['sqs:GetQueueAttributes'], names.queueArn(queue))];
};

/** ECS starts a task: its image, its settings, its secrets. */
export function startTask(
  place: Place,
  service: ServiceName,
  secrets: readonly string[],
  keyArn: string,
): Permission[] {
  const names = namesOf(place);
  return [
    writeLogs(place, service),
    allowAny('A token is for the whole registry.', ['ecr:GetAuthorizationToken'], '*'),
    allow(
      ['ecr:BatchCheckLayerAvailability', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchGetImage'],
      names.repositoryArn(service),
    ),
    allowAny(
      'All settings of this service, and of no other.',
      ['ssm:GetParameters'],
      names.settingsArn(service),
    ),
    ...(secrets.length === 0
      ? []
      : [
          allow(['secretsmanager:GetSecretValue'], ...secrets.map(names.secretArn)),
          allow(['kms:Decrypt'], keyArn),
        ]),
  ];
}
