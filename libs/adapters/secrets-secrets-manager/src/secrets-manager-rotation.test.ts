import {
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createSecretsManagerRotation } from './secrets-manager-rotation';

/** Versions of one secret, as Secrets Manager keeps them. */
function aSecret(versions: Record<string, { value: string; stages: string[] }>) {
  const find = (stage: string, id?: string) =>
    Object.entries(versions).find(
      ([version, { stages }]) => stages.includes(stage) && (id === undefined || id === version),
    );
  const send = async (command: {
    constructor: { name: string };
    input: Record<string, unknown>;
  }) => {
    const { VersionStage, VersionId, ...input } = command.input;
    switch (command.constructor.name) {
      case 'GetSecretValueCommand': {
        const found = find(String(VersionStage), VersionId as string | undefined);
        if (!found) throw new ResourceNotFoundException({ message: 'none', $metadata: {} });
        return { SecretString: found[1].value };
      }
      case 'PutSecretValueCommand':
        versions[String(input.ClientRequestToken)] = {
          value: String(input.SecretString),
          stages: input.VersionStages as string[],
        };
        return {};
      case 'DescribeSecretCommand':
        return {
          VersionIdsToStages: Object.fromEntries(
            Object.entries(versions).map(([id, { stages }]) => [id, stages]),
          ),
        };
      default: {
        const from = versions[String(input.RemoveFromVersionId)];
        if (!from?.stages.includes(String(VersionStage))) throw new Error('not the current one');
        from.stages = ['AWSPREVIOUS'];
        versions[String(input.MoveToVersionId)]?.stages.push(String(VersionStage));
        return {};
      }
    }
  };
  return { send } as unknown as SecretsManagerClient;
}

const rotationOf = (client: SecretsManagerClient) =>
  createSecretsManagerRotation({ secretId: 'keys', token: 'new' }, client);

describe('a rotation in Secrets Manager', () => {
  test('the prepared value is current only once it is promoted', async () => {
    const rotation = rotationOf(aSecret({ old: { value: 'a', stages: ['AWSCURRENT'] } }));

    expect(await rotation.read('pending')).toBeUndefined();
    await rotation.prepare('b');
    expect(await rotation.read('current')).toBe('a');
    expect(await rotation.read('pending')).toBe('b');
    await rotation.promote();

    expect(await rotation.read('current')).toBe('b');
  });

  test('promoting twice changes nothing', async () => {
    const rotation = rotationOf(aSecret({ old: { value: 'a', stages: ['AWSCURRENT'] } }));
    await rotation.prepare('b');

    await rotation.promote();
    await rotation.promote();

    expect(await rotation.read('current')).toBe('b');
  });
});
