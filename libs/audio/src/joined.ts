/** Stretches of PCM16, one behind the other, in memory of their own. */
export function joined(stretches: readonly Int16Array[]): Int16Array<ArrayBuffer> {
  const whole = new Int16Array(stretches.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const stretch of stretches) {
    whole.set(stretch, at);
    at += stretch.length;
  }
  return whole;
}
