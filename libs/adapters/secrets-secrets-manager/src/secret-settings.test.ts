import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { withSecrets } from './secret-settings';

const clientWith = (secrets: Record<string, string>) =>
  ({
    send: async ({ input }: { input: { SecretId: string } }) => ({
      SecretString: secrets[input.SecretId],
    }),
  }) as unknown as SecretsManagerClient;

describe('settings that stand in Secrets Manager', () => {
  test('are added under the name before the suffix', async () => {
    const client = clientWith({ 'patchbay/bridge-keys': 'first,second' });

    const settings = await withSecrets(
      { CALLS_TABLE: 'calls', BRIDGE_KEYS_SECRET_ID: 'patchbay/bridge-keys' },
      client,
    );

    expect(settings).toMatchObject({ CALLS_TABLE: 'calls', BRIDGE_KEYS: 'first,second' });
  });

  test('without any, nothing is asked for', async () => {
    const refused = { send: async () => Promise.reject(new Error('asked')) };
    const env = { BRIDGE_KEYS: 'given' };

    expect(await withSecrets(env, refused as unknown as SecretsManagerClient)).toBe(env);
  });

  test('a secret that cannot be read stops the start', async () => {
    const refused = { send: async () => Promise.reject(new Error('denied')) };

    await expect(
      withSecrets({ BRIDGE_KEYS_SECRET_ID: 'x' }, refused as unknown as SecretsManagerClient),
    ).rejects.toThrow('denied');
  });
});
