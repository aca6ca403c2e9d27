import { loadConfig, signingKeys, type RotatingSecret } from '@patchbay/platform';
import { z } from 'zod';
import { nextKeys } from './next-keys';

/** The steps of a rotation, in the order in which Secrets Manager asks for them; it may repeat each. */
export const rotationStep = z.enum(['createSecret', 'setSecret', 'testSecret', 'finishSecret']);
export type RotationStep = z.infer<typeof rotationStep>;

const keysSchema = z.object({ keys: signingKeys });

const STEPS: Record<
  RotationStep,
  (secret: RotatingSecret, createKey: () => string) => Promise<void>
> = {
  async createSecret(secret, createKey) {
    if ((await secret.read('pending')) !== undefined) return;
    await secret.prepare(nextKeys((await secret.read('current')) ?? '', createKey));
  },
  /** Nobody has to be told: services read the secret when they start. */
  async setSecret() {
    return;
  },
  /** What the services would refuse must not become current. */
  async testSecret(secret) {
    loadConfig(keysSchema, { keys: await secret.read('pending') });
  },
  finishSecret: (secret) => secret.promote(),
};

/**
 * One step of a rotation of signing keys.
 * @throws ConfigError when the new keys are none that a service would take
 */
export const rotateKeys = (
  step: RotationStep,
  secret: RotatingSecret,
  createKey: () => string,
): Promise<void> => STEPS[step](secret, createKey);
