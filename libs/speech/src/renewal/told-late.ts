/** What a model is told when another session was lost in the middle of an answer. */
export const GO_ON =
  'You were cut off in your last answer. The caller has heard it as far as it stands above. ' +
  'Go on from there, and repeat nothing of it.';

/** A result that comes too late for the session in which it was asked for, as words to another. */
export function lateResult(tool: string, result: unknown): string {
  try {
    return `Result of ${tool}: ${JSON.stringify(result ?? null)}`;
  } catch {
    return `Result of ${tool}: it failed.`;
  }
}
