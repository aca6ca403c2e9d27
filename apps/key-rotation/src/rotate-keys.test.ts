import type { RotatingSecret } from '@patchbay/platform';
import { rotateKeys, rotationStep } from './rotate-keys';

const FIRST = 'a'.repeat(24);
const SECOND = 'b'.repeat(24);

function aSecret(current: string) {
  const values: { current: string | undefined; pending: string | undefined } = {
    current,
    pending: undefined,
  };
  const secret: RotatingSecret = {
    read: async (stage) => values[stage],
    prepare: async (value) => void (values.pending = value),
    promote: async () => void (values.current = values.pending),
  };
  return { secret, values };
}

describe('a rotation of signing keys', () => {
  test('all steps together bring in a key that does not sign yet', async () => {
    const { secret, values } = aSecret(FIRST);

    for (const step of rotationStep.options) await rotateKeys(step, secret, () => SECOND);

    expect(values.current).toBe(`${FIRST},${SECOND}`);
  });

  test('a repeated first step keeps what it made', async () => {
    const { secret, values } = aSecret(FIRST);
    await rotateKeys('createSecret', secret, () => SECOND);

    await rotateKeys('createSecret', secret, () => 'c'.repeat(24));

    expect(values.pending).toBe(`${FIRST},${SECOND}`);
  });

  test('keys that services would refuse do not pass', async () => {
    const { secret } = aSecret(FIRST);
    await rotateKeys('createSecret', secret, () => 'short');

    await expect(rotateKeys('testSecret', secret, () => SECOND)).rejects.toMatchObject({
      name: 'ConfigError',
    });
  });
});
