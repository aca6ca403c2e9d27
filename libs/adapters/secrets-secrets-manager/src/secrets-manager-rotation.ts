import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { RotatingSecret } from '@patchbay/platform';

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';

/**
 * One rotation of a secret of Secrets Manager.
 * @param token names the rotation: its pending version has it as id
 */
export function createSecretsManagerRotation(
  { secretId, token }: { secretId: string; token: string },
  client = new SecretsManagerClient({}),
): RotatingSecret {
  const SecretId = secretId;
  return {
    async read(stage) {
      const version =
        stage === 'current'
          ? { VersionStage: CURRENT }
          : { VersionStage: PENDING, VersionId: token };
      try {
        const { SecretString } = await client.send(
          new GetSecretValueCommand({ SecretId, ...version }),
        );
        return SecretString;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },

    async prepare(value) {
      const version = { ClientRequestToken: token, VersionStages: [PENDING] };
      await client.send(new PutSecretValueCommand({ SecretId, SecretString: value, ...version }));
    },

    async promote() {
      const { VersionIdsToStages = {} } = await client.send(
        new DescribeSecretCommand({ SecretId }),
      );
      const current = Object.entries(VersionIdsToStages).find(([, stages]) =>
        stages.includes(CURRENT),
      )?.[0];
      if (current === token) return;
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: CURRENT,
          MoveToVersionId: token,
          RemoveFromVersionId: current,
        }),
      );
    },
  };
}
