import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key, type IKey } from 'aws-cdk-lib/aws-kms';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { createBucket } from '../constructs/bucket';
import { letConnectPlay } from '../constructs/connect-access';
import { createKey } from '../constructs/data-key';
import { Secrets } from '../constructs/secrets';
import type { Environment } from '../environment/environment';
import { TABLES } from '../topology';
import { EnvironmentStack } from './environment-stack';

/** Parts hold what was said to a caller, so they go within a day. Phrases hold no caller's words: they stay. */
const PROMPT_LIFETIMES: LifecycleRule[] = [
  { id: 'parts-and-sentences', prefix: 'agents/', expiration: Duration.days(1) },
];

/** What a deletion by mistake leaves behind, for so long. */
const OLD_VERSIONS = { prompts: Duration.days(1), transcripts: Duration.days(7) };

/** Everything that is kept: buckets, tables, secrets, and the key that encrypts them. */
export class StorageStack extends EnvironmentStack {
  readonly key: IKey;
  readonly secrets: Secrets;

  constructor(scope: Construct, id: string, settings: Environment) {
    super(scope, id, settings);
    this.key = settings.kmsKeyArn
      ? Key.fromKeyArn(this, 'Key', settings.kmsKeyArn)
      : createKey(this, 'Key', settings);
    this.secrets = new Secrets(this, 'Secrets', { settings, key: this.key });
    this.#createBuckets();
    this.#createTables();
  }

  #createBuckets() {
    const { key, settings, names } = this;
    const { keepData, transcriptDays } = settings;
    const transcripts = {
      id: 'transcripts',
      expiration: Duration.days(transcriptDays),
      noncurrentVersionExpiration: OLD_VERSIONS.transcripts,
    };
    createBucket(this, 'Transcripts', {
      name: names.bucket('transcripts'),
      key,
      keepData,
      lifecycleRules: [transcripts],
    });
    const prompts = createBucket(this, 'Prompts', {
      name: names.bucket('prompts'),
      key,
      keepData,
      lifecycleRules: [
        ...PROMPT_LIFETIMES,
        { id: 'old-versions', noncurrentVersionExpiration: OLD_VERSIONS.prompts },
      ],
    });
    letConnectPlay(prompts, settings);
  }

  #createTables() {
    const { keepData } = this.settings;
    for (const table of TABLES) {
      new Table(this, `${table.name}-table`, {
        tableName: this.names.table(table),
        partitionKey: { name: table.partitionKey, type: AttributeType.STRING },
        timeToLiveAttribute: table.ttl,
        billingMode: BillingMode.PAY_PER_REQUEST,
        encryption: TableEncryption.CUSTOMER_MANAGED,
        encryptionKey: this.key,
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
        deletionProtection: keepData,
        removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
    }
  }
}
