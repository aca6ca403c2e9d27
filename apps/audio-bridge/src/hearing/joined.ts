/** Stretches of sound as one. */
export function joined(stretches: readonly Int16Array[]): Int16Array {
  if (stretches.length === 1 && stretches[0]) return stretches[0];
  const whole = new Int16Array(stretches.reduce((sum, stretch) => sum + stretch.length, 0));
  let at = 0;
  for (const stretch of stretches) {
    whole.set(stretch, at);
    at += stretch.length;
  }
  return whole;
}
