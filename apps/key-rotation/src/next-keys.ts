/**
 * The signing keys after a rotation: what signs, what will sign next, what signed before.
 * The key that takes over has been known to every process that started since the last rotation,
 * and the one that it follows stays valid, so no process has to restart at the same moment as
 * another: each must only be younger than two rotations.
 * @param keys as the services read them: the first signs, all of them verify
 */
export function nextKeys(keys: string, createKey: () => string): string {
  const [signing = '', upcoming] = keys.split(',').map((key) => key.trim());
  return upcoming ? [upcoming, createKey(), signing].join(',') : [signing, createKey()].join(',');
}
