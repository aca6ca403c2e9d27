import { CloudFormation } from './cloud-formation';
import { emptyAccount, registryOf } from './contents';
import { docker } from './docker';
import { REGISTRY_PASSWORD } from './services';

const PLACE = {
  account: '111122223333',
  region: 'us-east-1',
  instanceArn: 'arn:aws:connect:us-east-1:111122223333:instance/1',
  ofInstance: 'arn:aws:connect:us-east-1:111122223333:instance/1/operating-hours/1',
};
const REGISTRY = registryOf(PLACE);
const ROLE = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'deployer' } };

/** An account, and a way to deploy resources to it under the name of a stack. */
function prepare() {
  const contents = emptyAccount(PLACE);
  const stacks = new CloudFormation(contents);
  const ask = (operation: string, fields: Record<string, string>) =>
    stacks.operations[operation]?.(new Map(Object.entries(fields)));
  const deploy = (StackName: string, Resources: object, fields: Record<string, string> = {}) => {
    const TemplateBody = JSON.stringify({ Resources });
    ask('CreateChangeSet', { StackName, ChangeSetName: 'c', TemplateBody, ...fields });
    ask('ExecuteChangeSet', { StackName });
    return stacks.statuses[StackName];
  };
  const reasons = (StackName: string) => JSON.stringify(ask('DescribeStackEvents', { StackName }));
  return { contents, deploy, reasons };
}

test('what a template declares is made, each resource after those that it names', () => {
  const { contents, deploy } = prepare();

  const status = deploy('first', {
    Policy: { Type: 'AWS::SQS::QueuePolicy', Properties: { Queues: [{ Ref: 'Queue' }] } },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: { 'Fn::Sub': 'q-${AWS::Region}' } },
    },
  });

  expect(status).toBe('CREATE_COMPLETE');
  expect(contents.resources.map(({ name }) => name)).toEqual(['q-us-east-1', 'first-Policy']);
});

test('roles with names need whoever deploys to say so', () => {
  const { deploy } = prepare();
  const capability = (value: string) => ({ 'Capabilities.member.1': value });

  expect(() => deploy('none', { ROLE })).toThrow('CAPABILITY_NAMED_IAM');
  expect(() => deploy('less', { ROLE }, capability('CAPABILITY_IAM'))).toThrow('NAMED');
  expect(deploy('all', { ROLE }, capability('CAPABILITY_NAMED_IAM'))).toBe('CREATE_COMPLETE');
});

const queue = (properties: object) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

test.each([
  ['an export that no stack has', queue({ QueueName: { 'Fn::ImportValue': 'x' } }), /No export/],
  [
    'a resource that is not declared',
    queue({ QueueName: { Ref: 'Nobody' } }),
    /unresolved .*Nobody/,
  ],
  ['itself', queue({ QueueName: { 'Fn::GetAtt': ['It', 'Arn'] } }), /Circular/],
  ['a function that is not known', queue({ QueueName: { 'Fn::Magic': 1 } }), /Fn::Magic/],
  [
    'code that was not uploaded',
    { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'b', S3Key: 'k' } } },
    /no code at s3:\/\/b\/k/,
  ],
  [
    'an image that was not pushed',
    {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: { ContainerDefinitions: [{ Image: `${REGISTRY}/bridge:1` }] },
    },
    /CannotPullContainerError/,
  ],
  [
    'a function that is not there',
    {
      Type: 'AWS::Connect::ContactFlow',
      Properties: {
        InstanceArn: PLACE.instanceArn,
        Content: '{"a": "arn:aws:lambda:us-east-1:111122223333:function:f:live"}',
      },
    },
    /Function not found/,
  ],
  [
    'an instance that is not there',
    { Type: 'AWS::Connect::Queue', Properties: { InstanceArn: 'arn:other' } },
    /no instance arn:other/,
  ],
])('a stack that names %s is rolled back, with the reason', (_, It, reason) => {
  const { contents, deploy, reasons } = prepare();

  expect(deploy('bad', { Fine: queue({}), It })).toBe('ROLLBACK_COMPLETE');
  expect(reasons('bad')).toMatch(reason);
  expect(contents.resources).toEqual([]);
});

test('two stacks cannot have one name', () => {
  const { deploy, reasons } = prepare();

  deploy('first', { Q: queue({ QueueName: 'calls' }) });
  expect(deploy('second', { Q: queue({ QueueName: 'calls' }) })).toBe('ROLLBACK_COMPLETE');
  expect(reasons('second')).toMatch(/calls already exists in stack first/);
  expect(deploy('first', { Q: queue({ QueueName: 'calls' }) })).toBe('UPDATE_COMPLETE');
});

describe('docker', () => {
  const IMAGE = `${REGISTRY}/bridge:1`;
  const BUILD = {
    platform: 'linux/arm64',
    file: 'images/Dockerfile',
    'build-arg': 'SERVICE=audio-bridge',
    target: 'bridge',
    tag: IMAGE,
  };
  const build = (changed: object) => [
    'build',
    ...Object.entries({ ...BUILD, ...changed }).flatMap(([name, value]) => [`--${name}`, value]),
    '.',
  ];
  const run = async (args: readonly string[], input = '') =>
    docker(emptyAccount(PLACE))({ args, input });

  test.each([
    ['a file', { file: 'Dockerfile' }, /no such file: Dockerfile/],
    ['an argument', { 'build-arg': 'APP=audio-bridge' }, /APP was not consumed/],
    ['a service', { 'build-arg': 'SERVICE=telephone' }, /Usage: node scripts\/assemble-image/],
    ['a stage', { target: 'lambda' }, /target stage not found/],
    ['an option', { squash: 'yes' }, /unknown flag: --squash/],
    ['a platform', { platform: 'linux/amd64' }, /linux\/arm64/],
  ])('does not build with %s that is not there', async (_, changed, reason) => {
    await expect(run(build(changed))).rejects.toThrow(reason);
  });

  test('lets nobody in without the password of the registry', async () => {
    const login = ['login', '--username', 'AWS', '--password-stdin', REGISTRY];

    await expect(run(login, 'guessed')).rejects.toThrow('unauthorized');
    expect(await run(login, REGISTRY_PASSWORD)).toBe('Login Succeeded');
  });

  test('pushes no image that was not built', async () => {
    await expect(run(['push', IMAGE])).rejects.toThrow('does not exist locally');
  });
});
