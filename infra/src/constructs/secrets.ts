import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { rotateKeysOf } from './key-rotation';
import type { Environment } from '../environment/environment';
import { namesOf } from '../names';
import { SECRETS, type SecretSetting } from '../settings';

/** Longer than the 16 characters that the services ask for. */
const KEY_LENGTH = 48;

const SHARED_WITH_OTHERS =
  'The receivers of these requests verify with the same key: it changes when they agree, by hand (infra/README.md).';

/** Signing keys, made by Secrets Manager: nobody ever types or sees one. */
export class Secrets extends Construct {
  readonly #bySetting = new Map<SecretSetting, ISecret>();

  constructor(
    scope: Construct,
    id: string,
    { settings, key }: { settings: Environment; key: IKey },
  ) {
    super(scope, id);
    for (const [setting, name] of Object.entries(SECRETS) as [SecretSetting, string][]) {
      const secret = new Secret(this, name, {
        secretName: namesOf(settings).secret(name),
        encryptionKey: key,
        generateSecretString: { passwordLength: KEY_LENGTH, excludePunctuation: true },
        removalPolicy: settings.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      });
      this.#bySetting.set(setting, secret as ISecret);
      if (setting === 'BRIDGE_KEYS') {
        rotateKeysOf(this, secret, { settings, key });
      } else {
        Validations.of(secret).acknowledge({ id: 'AwsSolutions-SMG4', reason: SHARED_WITH_OTHERS });
      }
    }
  }

  of(setting: SecretSetting): ISecret {
    const secret = this.#bySetting.get(setting);
    if (!secret) throw new Error(`No secret is made for ${setting}.`);
    return secret;
  }
}
