import { randomBytes } from 'node:crypto';
import { createSecretsManagerRotation } from '@patchbay/secrets-secrets-manager';
import { z } from 'zod';
import { rotateKeys, rotationStep } from './rotate-keys';

/** As a secret that an HMAC of SHA-256 can use in full. */
const KEY_BYTES = 32;

const createKey = () => randomBytes(KEY_BYTES).toString('hex');

/** What Secrets Manager sends to a rotation function, for each step. */
const rotationEvent = z.object({
  Step: rotationStep,
  SecretId: z.string().min(1),
  ClientRequestToken: z.string().min(1),
});

/** Invoked by Secrets Manager on the secret's schedule. */
export const handler = async (event: unknown): Promise<void> => {
  const { Step, SecretId, ClientRequestToken } = rotationEvent.parse(event);
  const secret = createSecretsManagerRotation({ secretId: SecretId, token: ClientRequestToken });
  await rotateKeys(Step, secret, createKey);
};
