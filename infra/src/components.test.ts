import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisesOf } from './constructs/promises';
import { LOG_MEASURES } from './log-measures';
import { FUNCTIONS, namesOf, SERVICES } from './names';
import { deliverFlowLogs, joinNetwork, startTask, writeLogs } from './permissions/aws-permissions';
import {
  allowedActions,
  componentPermissions,
  type Component,
} from './permissions/component-permissions';
import { SECRET_SETTINGS, SECRETS, type Settled } from './settings';
import { OPERATOR_RIGHTS, operatorPermissions } from './permissions/operator-permissions';
import { anEnvironment } from './testing/an-environment';
import { deploymentOf, ofType, type Output, type Resource } from './testing/templates';
import { deadLetterQueue, QUEUES } from './topology';

const root = join(import.meta.dirname, '..', '..');
const environment = anEnvironment('prod');
const names = namesOf(environment);

let resources: Resource[];
let outputs: Output[];
beforeAll(() => {
  ({ resources, outputs } = deploymentOf(environment));
});
const all = (type: string) => ofType(resources, type);

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const listOf = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

describe('what the roles allow', () => {
  const components = Object.keys(allowedActions()) as Component[];

  /** Resources with a `*` for which a reason is written down. */
  function reasoned(): Set<string> {
    const permissions = [
      ...components.flatMap((component) => componentPermissions(component, environment)),
      ...OPERATOR_RIGHTS.flatMap((right) => operatorPermissions(right, environment)),
      ...[...FUNCTIONS, ...SERVICES, 'key-rotation'].map((one) => writeLogs(environment, one)),
      ...SERVICES.flatMap((service) => startTask(environment, service, [], 'key')),
      ...deliverFlowLogs(environment, 'network'),
      joinNetwork,
    ];
    return new Set(
      permissions
        .filter(({ reason }) => reason !== undefined && reason.length > 10)
        .flatMap((permission) => permission.resources),
    );
  }

  function statements(): Statement[] {
    const inRoles = all('AWS::IAM::Role').flatMap(({ properties }) => properties.Policies ?? []);
    const alone = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
      .flatMap(all)
      .map(({ properties }) => properties);
    return [...inRoles, ...alone].flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  }

  test('no action has a *, and no resource has one without a written reason', () => {
    const allowed = reasoned();
    expect(statements().length).toBeGreaterThan(30);
    for (const { Action, Resource } of statements()) {
      for (const action of listOf(Action)) expect(action).not.toContain('*');
      for (const resource of listOf(Resource)) {
        const text = typeof resource === 'string' ? resource : JSON.stringify(resource);
        if (text.includes('*')) expect(allowed).toContain(text);
      }
    }
  });

  test('every function and every task has a role of its own', () => {
    const functionRoles = all('AWS::Lambda::Function').map(({ properties }) => properties.Role);
    const taskRoles = all('AWS::ECS::TaskDefinition').map(
      ({ properties }) => properties.TaskRoleArn,
    );
    const roles = [...functionRoles, ...taskRoles].map((role) => JSON.stringify(role));
    expect(roles).toHaveLength(FUNCTIONS.length + SERVICES.length + 1);
    expect(new Set(roles).size).toBe(roles.length);
  });

  test('each role allows what is listed for its component', () => {
    const allowed = new Set(statements().flatMap(({ Action }) => listOf(Action)));
    for (const actions of Object.values(allowedActions())) {
      for (const action of actions) expect(allowed).toContain(action);
    }
  });

  test('no component may do what it has no use for', () => {
    const { 'transcript-archiver': archiver, 'process-bot-turn': turn } = allowedActions();
    expect(archiver).not.toContain('connect:UpdateContactAttributes');
    expect(turn).not.toContain('s3:GetObject');
  });
});

describe('what operators may do', () => {
  const policyOf = (right: string) =>
    all('AWS::IAM::ManagedPolicy').find(
      ({ properties }) =>
        properties.ManagedPolicyName === `${environment.prefix}-operator-${right}`,
    );

  test.each(OPERATOR_RIGHTS)('%s is a policy with what is listed, and its key', (right) => {
    const { Statement } = policyOf(right)?.properties.PolicyDocument ?? {};
    const [useOfKey, ...listed] = (Statement as Statement[]).toReversed();

    expect(
      listed.toReversed().map(({ Action, Resource }) => [listOf(Action), listOf(Resource)]),
    ).toEqual(
      operatorPermissions(right, environment).map(({ actions, resources }) => [actions, resources]),
    );
    expect(useOfKey?.Action).toBe(right === 'look' ? 'kms:Decrypt' : 'kms:GenerateDataKey');
  });

  test('nobody has it before the team attaches it, and the stack says by which ARN', () => {
    for (const right of OPERATOR_RIGHTS) {
      const policy = policyOf(right);
      for (const holders of ['Users', 'Groups', 'Roles']) {
        expect(policy?.properties).not.toHaveProperty(holders);
      }
      expect(outputs).toContainEqual(
        expect.objectContaining({
          name: right === 'look' ? 'OperatorLookPolicyArn' : 'OperatorActPolicyArn',
          value: { Ref: policy?.logicalId },
        }),
      );
    }
  });

  test('no words of a call are among it', () => {
    const granted = OPERATOR_RIGHTS.flatMap((right) => operatorPermissions(right, environment));
    const resourcesOfAll = granted.flatMap((permission) => permission.resources);

    expect(resourcesOfAll.join()).not.toMatch(/-transcripts-\d|table\/[\w-]+-calls|secretsmanager/);
  });
});

describe('what the flows are filled with', () => {
  /** As `cdk deploy --outputs-file` writes outputs, and as `aws cloudformation describe-stacks` does. */
  const shapes = (values: Record<string, string>, stack: string) => ({
    'cdk deploy': { [stack]: values },
    'describe-stacks': {
      Stacks: [
        {
          StackName: stack,
          Outputs: Object.entries(values).map(([OutputKey, OutputValue]) => ({
            OutputKey,
            OutputValue,
          })),
        },
      ],
    },
  });

  test.each(['cdk deploy', 'describe-stacks'] as const)(
    'is what patchbay flows diff reads from the outputs, as %s writes them',
    async (writer) => {
      const { readValues } = (await import(join(root, 'apps/ops/src/flows/read-values.ts'))) as {
        readValues: (file: string) => Promise<Record<string, string>>;
      };
      const ofFlows = outputs.filter(({ stack }) => stack === `${environment.prefix}-flows`);
      const values = Object.fromEntries(ofFlows.map(({ name, value }) => [name, text(value)]));
      const file = join(mkdtempSync(join(tmpdir(), 'patchbay-outputs-')), 'outputs.json');
      writeFileSync(file, JSON.stringify(shapes(values, `${environment.prefix}-flows`)[writer]));

      expect(await readValues(file)).toEqual(filledIn());
    },
  );

  /** What the deployment puts in place of placeholders, save those of other flows. */
  function filledIn(): Record<string, string> {
    const filled = all('AWS::Connect::ContactFlow').flatMap(({ properties }) =>
      Object.entries(properties.Content['Fn::Sub']?.[1] ?? {}),
    );
    const ofNoFlow = filled.filter(([placeholder]) => !placeholder.endsWith('FlowArn'));
    return Object.fromEntries(ofNoFlow.map(([placeholder, value]) => [placeholder, text(value)]));
  }

  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
});

describe('the settings that the deployment provides', () => {
  const CONFIGS: Record<Settled, string> = {
    'start-bot-session': 'apps/connect-lambdas/src/start-bot-session/config.ts',
    'process-bot-turn': 'apps/connect-lambdas/src/process-bot-turn/config.ts',
    'contact-ended': 'apps/connect-lambdas/src/contact-ended/config.ts',
    'audio-bridge': 'apps/audio-bridge/src/config.ts',
    'transcript-archiver': 'apps/transcript-archiver/src/config.ts',
    'notification-service': 'apps/notification-service/src/config.ts',
  };

  /** Source: Amazon ECS developer guide, "Amazon ECS container agent endpoint". */
  const SET_BY_ECS = { ECS_AGENT_URI: 'http://169.254.170.2/api/0123456789abcdef-0123456789' };

  /** What a component finds in its environment once it runs. */
  function provided(component: Settled): Record<string, string> {
    const runtime = { AWS_REGION: environment.region };
    const isFunction = (FUNCTIONS as readonly string[]).includes(component);
    return isFunction
      ? { ...runtime, ...ofFunction(component) }
      : { ...runtime, ...SET_BY_ECS, ...ofTask(component) };
  }

  function ofFunction(component: Settled): Record<string, string> {
    const code = all('AWS::Lambda::Function').find(
      ({ properties }) => properties.FunctionName === names.functionName(component),
    );
    const variables: Record<string, string> = code?.properties.Environment.Variables;
    return Object.fromEntries(
      Object.entries(variables).map(([name, value]) =>
        name.endsWith('_SECRET_ID') ? [name.slice(0, -10), secretNamed(value)] : [name, value],
      ),
    );
  }

  function ofTask(component: Settled): Record<string, string> {
    const task = all('AWS::ECS::TaskDefinition').find(
      ({ properties }) => properties.Family === `${environment.prefix}-${component}`,
    );
    const [container] = task?.properties.ContainerDefinitions ?? [];
    const injected: string[] = container.Secrets.map(({ Name }: { Name: string }) => Name);
    return Object.fromEntries(
      injected.map((setting) => [setting, parameter(component, setting) ?? A_KEY]),
    );
  }

  const A_KEY = 'k'.repeat(48);

  function secretNamed(name: string): string {
    const secret = all('AWS::SecretsManager::Secret').find(
      ({ properties }) => properties.Name === name,
    );
    expect(secret).toBeDefined();
    return A_KEY;
  }

  const parameter = (component: string, setting: string): string | undefined =>
    all('AWS::SSM::Parameter').find(
      ({ properties }) => properties.Name === names.setting(component, setting),
    )?.properties.Value;

  test.each(Object.entries(CONFIGS))('let %s start', async (component, file) => {
    const { readConfig } = (await import(join(root, file))) as {
      readConfig: (env: Record<string, string>) => unknown;
    };
    const settings = provided(component as Settled);

    await expect((async () => readConfig(settings))()).resolves.toBeDefined();
    await expect((async () => readConfig({}))()).rejects.toMatchObject({ name: 'ConfigError' });
  });

  test('hold no secret in the clear', () => {
    for (const component of Object.keys(CONFIGS) as Settled[]) {
      for (const setting of SECRET_SETTINGS[component]) {
        expect(parameter(component, setting)).toBeUndefined();
        expect(SECRETS[setting]).toBeDefined();
      }
    }
    for (const { properties } of all('AWS::SecretsManager::Secret')) {
      expect(properties.SecretString).toBeUndefined();
      expect(properties.GenerateSecretString.PasswordLength).toBeGreaterThanOrEqual(16);
    }
  });
});

describe('what tells people', () => {
  test('every promise has an alarm that pages', () => {
    const alarms = new Map(
      all('AWS::CloudWatch::Alarm')
        .filter(({ stack }) => stack.endsWith('-operations'))
        .map(({ properties }) => [properties.AlarmName, properties]),
    );
    for (const { id } of promisesOf(environment)) {
      expect(alarms.get(`${environment.prefix}-${id}`)?.AlarmActions).toHaveLength(1);
    }
    expect(all('AWS::SNS::Subscription')).toHaveLength(environment.alarmEmails.length);
  });

  test('every dead-letter queue has an alarm', () => {
    const watched = all('AWS::CloudWatch::Alarm').map(
      ({ properties }) => properties.Dimensions?.[0]?.Value,
    );
    for (const { name } of QUEUES) {
      expect(watched).toContain(`${environment.prefix}-${deadLetterQueue(name)}`);
    }
  });

  test('no alarm and no scaling looks at the age of live calls', () => {
    const age = all('AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.MetricName === 'ApproximateAgeOfOldestMessage',
    );
    const queues = age.map(({ properties }) => properties.Dimensions[0].Value);
    expect(queues).not.toHaveLength(0);
    expect(queues).not.toContain(names.queue('calls'));
  });

  test('ProcessBotTurn is watched at 80 % of its share', () => {
    const near = all('AWS::CloudWatch::Alarm').find(({ properties }) =>
      properties.AlarmName?.endsWith('-turns-near-limit'),
    );
    expect(near?.properties.Threshold).toBe(
      Math.floor(environment.calls.processBotTurnConcurrency * 0.8),
    );
  });

  test('every measure of ours that an alarm looks at is read from a log', () => {
    const alarms = all('AWS::CloudWatch::Alarm').map(({ properties }) => properties);
    const looked = alarms
      .filter(({ Namespace }) => Namespace === `Patchbay/${environment.prefix}`)
      .map(({ MetricName }) => MetricName as string);
    const read = all('AWS::Logs::MetricFilter').flatMap(({ properties }) =>
      properties.MetricTransformations.map(({ MetricName }: { MetricName: string }) => MetricName),
    );
    expect(looked).not.toHaveLength(0);
    expect(read).toEqual(expect.arrayContaining(looked));
  });

  test('measures read lines that the services do log', () => {
    for (const { component, message, field } of LOG_MEASURES) {
      const source = sourceOf(join(root, 'apps', sourceFolder(component)));
      const call = source.find((text) => text.includes(`'${message}'`));
      expect(`${message}: ${call === undefined ? 'not logged' : 'logged'}`).toBe(
        `${message}: logged`,
      );
      if (field) {
        const after = call?.slice(call.indexOf(`'${message}'`)).slice(0, 200);
        expect(after).toContain(field);
      }
    }
  });
});

/** A service is an app of its own; the functions stand side by side in one. */
const sourceFolder = (component: string) =>
  FUNCTIONS.some((name) => name === component)
    ? join('connect-lambdas', 'src', component)
    : join(component, 'src');

/** The text of every source file under a folder, tests aside. */
const sourceOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
