import { LeaseLostError } from '@patchbay/messaging';

/** Two heartbeats may still come in time after one that was slow. */
const HEARTBEATS_PER_VISIBILITY = 3;

export interface Hold {
  /** Aborts when a heartbeat failed or came to nothing: another consumer may soon have the message. */
  readonly lost: AbortSignal;
  end(): void;
}

/**
 * Keeps a message invisible by heartbeats until `end`. One that fails, or has no answer when the
 * next is due, counts as loss: a third of the visibility is then left to stop the work.
 */
export function holdMessage(beat: () => Promise<void>, visibilityS: number): Hold {
  const intervalMs = (visibilityS * 1000) / HEARTBEATS_PER_VISIBILITY;
  const lost = new AbortController();
  const lose = (cause?: unknown) =>
    lost.abort(cause instanceof LeaseLostError ? cause : new LeaseLostError(cause));
  let unanswered = false;
  const timer = setInterval(() => {
    if (unanswered) return lose();
    unanswered = true;
    beat().then(() => (unanswered = false), lose);
  }, intervalMs);
  return { lost: lost.signal, end: () => clearInterval(timer) };
}
