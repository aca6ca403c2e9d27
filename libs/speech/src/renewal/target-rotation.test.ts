import { RENEWAL_DEFAULTS } from './renewal-settings';
import { TargetRotation, type SpeechTarget } from './target-rotation';

const A = { modelId: 'sonic', region: 'us-east-1' };
const B = { modelId: 'sonic', region: 'eu-north-1' };
const C = { modelId: 'other', region: 'us-east-1' };

const rotationOver = (...targets: [SpeechTarget, ...SpeechTarget[]]) =>
  new TargetRotation(targets, { ...RENEWAL_DEFAULTS, attemptsPerTarget: 3 }, () => 1);

/** Fails until there is no target left; the tries that were made. */
function exhaust(rotation: TargetRotation): SpeechTarget[] {
  const tries = [rotation.current];
  while (rotation.failed(true) !== undefined) tries.push(rotation.current);
  return tries;
}

describe('TargetRotation', () => {
  test('tries a target twice before the next one, and each as often as it may', () => {
    expect(exhaust(rotationOver(A, B))).toEqual([A, A, B, B, A, B]);
    expect(exhaust(rotationOver(A, B, C))).toEqual([A, A, B, B, C, C, A, B, C]);
    expect(exhaust(rotationOver(A))).toEqual([A, A, A]);
  });

  test('leaves a target at once that no retry mends, for good', () => {
    const rotation = rotationOver(A, B);

    const waitMs = rotation.failed(false);
    rotation.worked();

    expect(waitMs).toBe(0);
    expect(exhaust(rotation)).toEqual([B, B, B]);
    expect(rotationOver(A).failed(false)).toBeUndefined();
  });

  test('stays where it works, and counts anew', () => {
    const rotation = rotationOver(A, B);
    rotation.failed(true);
    rotation.failed(true);
    rotation.worked();

    expect(exhaust(rotation)).toEqual([B, B, A, A, B, A]);
  });

  test('tries again at once, then waits longer each time', () => {
    const rotation = rotationOver(A, B);
    const { baseMs } = RENEWAL_DEFAULTS.backoff;

    const waits = [1, 2, 3, 4].map(() => rotation.failed(true));

    expect(waits).toEqual([0, baseMs, baseMs * 2, baseMs * 4]);
  });
});
