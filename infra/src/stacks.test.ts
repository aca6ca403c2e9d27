import { anEnvironment } from './testing/an-environment';
import { ofType, resourcesOf, type Resource } from './testing/templates';
import { DEAD_LETTER_RETENTION_S, QUEUES, RULES, TABLES } from './topology';

describe.each(['dev', 'prod'] as const)('the deployment of %s', (name) => {
  const environment = anEnvironment(name);
  let resources: Resource[];

  beforeAll(() => {
    resources = resourcesOf(environment);
  });

  const all = (type: string) => ofType(resources, type);
  const queueNamed = (queueName: string) =>
    all('AWS::SQS::Queue').find(({ properties }) => properties.QueueName === queueName);

  test('has every queue of the topology, each with a dead-letter queue of 14 days', () => {
    expect(all('AWS::SQS::Queue')).toHaveLength(QUEUES.length * 2);
    for (const spec of QUEUES) {
      const queue = queueNamed(`${environment.prefix}-${spec.name}`);
      const deadLetters = queueNamed(`${environment.prefix}-${spec.name}-dlq`);
      expect(queue?.properties).toMatchObject({
        VisibilityTimeout: spec.visibilityTimeoutS,
        MessageRetentionPeriod: spec.retentionS,
        RedrivePolicy: { maxReceiveCount: spec.maxReceiveCount },
      });
      expect(JSON.stringify(queue?.properties.RedrivePolicy)).toContain(deadLetters?.logicalId);
      expect(deadLetters?.properties.MessageRetentionPeriod).toBe(DEAD_LETTER_RETENTION_S);
      expect(DEAD_LETTER_RETENTION_S).toBe(14 * 24 * 60 * 60);
    }
  });

  test('has every rule of the topology, each with a dead-letter queue of its own', () => {
    const rules = all('AWS::Events::Rule').filter(({ stack }) => stack.endsWith('-messaging'));
    const ours = rules.filter(({ properties }) => properties.Targets);
    expect(ours.map(({ properties }) => properties.Name).sort()).toEqual(
      RULES.map((rule) => `${environment.prefix}-${rule.name}`).sort(),
    );
    for (const { properties } of ours) {
      for (const target of properties.Targets) expect(target.DeadLetterConfig).toBeDefined();
    }
  });

  test('queues outlast six runs of their function, save the queue of live calls', () => {
    const functions = new Map(all('AWS::Lambda::Function').map((one) => [one.logicalId, one]));
    const mappings = all('AWS::Lambda::EventSourceMapping');
    expect(mappings).not.toHaveLength(0);
    const longest = Math.max(...[...functions.values()].map((one) => one.properties.Timeout));
    for (const { properties } of mappings) {
      const queueName = String(properties.EventSourceArn).split(':').at(-1) ?? '';
      const visibilityS = queueNamed(queueName)?.properties.VisibilityTimeout;
      expect(visibilityS).toBeGreaterThanOrEqual(6 * Math.min(8, longest));
    }
  });

  test('functions that Connect waits for end within 8 s, on arm64, behind an alias', () => {
    const functions = all('AWS::Lambda::Function').filter(({ stack }) =>
      stack.endsWith('-functions'),
    );
    expect(functions).toHaveLength(3);
    for (const { properties } of functions) {
      expect(properties.Timeout).toBeLessThanOrEqual(8);
      expect(properties.Architectures).toEqual(['arm64']);
    }
    expect(all('AWS::Lambda::Alias')).toHaveLength(3);
    const releases = all('AWS::CodeDeploy::DeploymentGroup');
    expect(releases).toHaveLength(3);
    for (const { properties } of releases) {
      expect(properties.AutoRollbackConfiguration.Events).toContain('DEPLOYMENT_STOP_ON_ALARM');
      expect(properties.AlarmConfiguration.Alarms).not.toHaveLength(0);
    }
  });

  test('ProcessBotTurn and ContactEnded are in the network, ProcessBotTurn has its share reserved', () => {
    const byName = (suffix: string) =>
      all('AWS::Lambda::Function').find(
        ({ properties }) => properties.FunctionName === `${environment.prefix}-${suffix}`,
      )?.properties;
    expect(byName('process-bot-turn')?.VpcConfig).toBeDefined();
    expect(byName('contact-ended')?.VpcConfig).toBeDefined();
    expect(byName('start-bot-session')?.VpcConfig).toBeUndefined();
    expect(byName('process-bot-turn')?.ReservedConcurrentExecutions).toBe(
      environment.calls.processBotTurnConcurrency,
    );
  });

  test('every table has a key of our own, an end of life and a way back in time', () => {
    const tables = all('AWS::DynamoDB::Table');
    expect(tables).toHaveLength(TABLES.length);
    for (const { properties } of tables) {
      expect(properties).toMatchObject({
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        TimeToLiveSpecification: { AttributeName: 'expiresAtS', Enabled: true },
        DeletionProtectionEnabled: environment.keepData,
      });
    }
  });

  test('every bucket is private, versioned, encrypted and reached by TLS alone', () => {
    const buckets = all('AWS::S3::Bucket');
    expect(buckets).toHaveLength(2);
    for (const { properties, logicalId } of buckets) {
      expect(properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(Object.values(properties.PublicAccessBlockConfiguration)).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const [rule] = properties.BucketEncryption.ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm).toBe('aws:kms');
      expect(rule.ServerSideEncryptionByDefault.KMSMasterKeyID).toBeDefined();
      const denials = policyOf(logicalId).filter(({ Effect }) => Effect === 'Deny');
      expect(denials.map(({ Condition }) => Condition)).toEqual(
        expect.arrayContaining([
          { Bool: { 'aws:SecureTransport': 'false' } },
          { NumericLessThan: { 's3:TlsVersion': 1.2 } },
        ]),
      );
    }
  });

  test("prompts that hold words are gone within a day, the operators' switches stay", () => {
    const prompts = all('AWS::S3::Bucket').find(({ properties }) =>
      properties.BucketName.includes('-prompts-'),
    );
    const rules: { Prefix?: string; ExpirationInDays?: number }[] =
      prompts?.properties.LifecycleConfiguration.Rules;
    const lifeOf = (key: string) =>
      rules
        .filter(({ Prefix = '', ExpirationInDays }) => ExpirationInDays && key.startsWith(Prefix))
        .map(({ ExpirationInDays }) => ExpirationInDays);
    expect(lifeOf('agents/bank/calls/1/parts/1-1.wav')).toEqual([1]);
    expect(lifeOf('operations/switches.json')).toEqual([]);
  });

  test('Connect may read prompts and decrypt them, for our instance and account alone', () => {
    const condition = {
      StringEquals: { 'aws:SourceAccount': environment.account },
      ArnEquals: { 'aws:SourceArn': environment.connect.instanceArn },
    };
    const connect = { Service: 'connect.amazonaws.com' };
    const prompts = all('AWS::S3::Bucket').find(({ properties }) =>
      properties.BucketName.includes('-prompts-'),
    );
    const allowed = policyOf(prompts?.logicalId ?? '').filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toEqual([
      expect.objectContaining({ Action: 's3:GetObject', Principal: connect, Condition: condition }),
      expect.objectContaining({
        Action: 's3:ListBucket',
        Principal: connect,
        Condition: condition,
      }),
    ]);
    const key = all('AWS::KMS::Key')[0]?.properties;
    expect(key?.EnableKeyRotation).toBe(true);
    expect(key?.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({ Action: 'kms:Decrypt', Principal: connect, Condition: condition }),
    );
  });

  test('nothing can be entered from outside', () => {
    const groups = all('AWS::EC2::SecurityGroup').flatMap(
      ({ properties }) => properties.SecurityGroupIngress ?? [],
    );
    const rules = [
      ...groups,
      ...all('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties),
    ];
    expect(rules).not.toHaveLength(0);
    for (const rule of rules) {
      expect(rule.CidrIp).toBeUndefined();
      expect(rule.CidrIpv6).toBeUndefined();
    }
    for (const type of ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::Lambda::Url']) {
      expect(all(type)).toEqual([]);
    }
    for (const { properties } of all('AWS::ECS::Service')) {
      const { AssignPublicIp } = properties.NetworkConfiguration.AwsvpcConfiguration;
      expect(AssignPublicIp).toBe('DISABLED');
    }
    for (const { properties } of all('AWS::EC2::Subnet')) {
      expect(properties.MapPublicIpOnLaunch).toBe(false);
    }
  });

  test('services run as nobody special, on a root that is read-only, and get 120 s to end', () => {
    const tasks = all('AWS::ECS::TaskDefinition');
    expect(tasks).toHaveLength(3);
    for (const { properties } of tasks) {
      expect(properties.RuntimePlatform.CpuArchitecture).toBe('ARM64');
      for (const container of properties.ContainerDefinitions) {
        expect(container).toMatchObject({
          ReadonlyRootFilesystem: true,
          User: '65532:65532',
          StopTimeout: 120,
        });
      }
    }
    for (const { properties } of all('AWS::ECS::Service')) {
      expect(properties.DeploymentConfiguration.DeploymentCircuitBreaker).toEqual({
        Enable: true,
        Rollback: true,
      });
    }
  });

  test('what may wait runs on spare capacity, live calls never do', () => {
    const providers = Object.fromEntries(
      all('AWS::ECS::Service').map(({ properties }) => [
        properties.ServiceName.slice(environment.prefix.length + 1),
        properties.CapacityProviderStrategy[0].CapacityProvider,
      ]),
    );
    expect(providers).toEqual({
      'audio-bridge': 'FARGATE',
      'transcript-archiver': 'FARGATE_SPOT',
      'notification-service': 'FARGATE_SPOT',
    });
  });

  test('images are scanned, and a tag keeps its meaning', () => {
    for (const { properties } of all('AWS::ECR::Repository')) {
      expect(properties.ImageScanningConfiguration).toEqual({ ScanOnPush: true });
      expect(properties.ImageTagMutability).toBe('IMMUTABLE');
      expect(properties.LifecyclePolicy).toBeDefined();
    }
  });

  test('flows have a value for every placeholder', () => {
    const flows = all('AWS::Connect::ContactFlow');
    expect(flows).not.toHaveLength(0);
    for (const { properties } of flows) {
      const { Content } = properties;
      const [text, values] = Content['Fn::Sub'] ?? [Content, {}];
      const placeholders = [...String(text).matchAll(/\$\{(\w+)\}/g)].map(([, found]) => found);
      expect(Object.keys(values).sort()).toEqual([...new Set(placeholders)].sort());
    }
  });

  test('keys of bridges rotate, and bridges are replaced twice as often', () => {
    const [schedule] = all('AWS::SecretsManager::RotationSchedule');
    expect(schedule?.properties.RotationRules).toEqual({ AutomaticallyAfterDays: 30 });
    const [renewal] = all('AWS::Scheduler::Schedule');
    expect(renewal?.properties.ScheduleExpression).toBe('rate(14 days)');
  });

  test('logs are kept for as long as the environment says', () => {
    const groups = all('AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(6);
    for (const { properties } of groups) {
      expect(properties.RetentionInDays).toBe(environment.logDays);
    }
  });

  /** The statements of a bucket's policy. */
  function policyOf(bucketLogicalId: string) {
    const policy = all('AWS::S3::BucketPolicy').find(
      ({ properties }) => properties.Bucket.Ref === bucketLogicalId,
    );
    return policy?.properties.PolicyDocument.Statement as {
      Effect: string;
      Action: unknown;
      Principal: unknown;
      Condition: unknown;
    }[];
  }
});
