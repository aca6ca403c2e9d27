import { readdirSync, readFileSync } from 'node:fs';
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
import { anEnvironment } from './testing/an-environment';
import { ofType, resourcesOf, type Resource } from './testing/templates';
import { deadLetterQueue, QUEUES } from './topology';

const root = join(import.meta.dirname, '..', '..');
const environment = anEnvironment('prod');
const names = namesOf(environment);

let resources: Resource[];
beforeAll(() => {
  resources = resourcesOf(environment);
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
    const alone = all('AWS::IAM::Policy').map(({ properties }) => properties);
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

describe('the settings that the deployment provides', () => {
  const CONFIGS: Record<Settled, string> = {
    'start-bot-session': 'apps/connect-lambdas/src/start-bot-session/config.ts',
    'process-bot-turn': 'apps/connect-lambdas/src/process-bot-turn/config.ts',
    'contact-ended': 'apps/connect-lambdas/src/contact-ended/config.ts',
    'audio-bridge': 'apps/audio-bridge/src/config.ts',
    'transcript-archiver': 'apps/transcript-archiver/src/config.ts',
    'notification-service': 'apps/notification-service/src/config.ts',
  };

  /** What a component finds in its environment once it runs. */
  function provided(component: Settled): Record<string, string> {
    const runtime = { AWS_REGION: environment.region };
    const isFunction = (FUNCTIONS as readonly string[]).includes(component);
    return { ...runtime, ...(isFunction ? ofFunction(component) : ofTask(component)) };
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
