import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Environment } from '@patchbay/platform';

/** `BRIDGE_KEYS_SECRET_ID` names the secret that holds the setting `BRIDGE_KEYS`. */
const SUFFIX = '_SECRET_ID';

/**
 * Settings with those added that stand in Secrets Manager, read once. For Lambda functions: unlike
 * ECS, Lambda puts no secret into the environment, and a copy there would show in its console.
 */
export async function withSecrets(
  env: Environment,
  client?: SecretsManagerClient,
): Promise<Environment> {
  const named = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[0].endsWith(SUFFIX) && Boolean(entry[1]),
  );
  if (named.length === 0) return env;
  const secrets = client ?? new SecretsManagerClient({});
  const values = await Promise.all(
    named.map(async ([name, SecretId]) => {
      const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId }));
      return [name.slice(0, -SUFFIX.length), SecretString];
    }),
  );
  return { ...env, ...Object.fromEntries(values) };
}
