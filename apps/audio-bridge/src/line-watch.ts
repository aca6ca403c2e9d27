import type { TurnAnswer } from '@patchbay/contracts';
import type { CallEnd } from './close-call';

/** A flow that did not ask for so long beyond the prompt it plays has gone, and so has its caller. */
export const SILENT_FLOW_LIMIT_MS = 8000;

/** No media for so long: the stream of this contact has stopped. */
export const SILENT_MEDIA_LIMIT_MS = 3000;

/** What can be seen of a call from the outside. */
export interface LineState {
  readonly lastAnswer?: TurnAnswer | undefined;
  /** Connect said that the contact is disconnected. */
  readonly disconnected: boolean;
  /** Since when the flow should have asked, in milliseconds. */
  readonly flowSilentForMs: number;
  readonly mediaSilentForMs: number;
}

/**
 * Whether the bot's leg is over. No flow runs after a caller has hung up, so that must be told
 * from Connect's contact event (best effort) or from a line on which nothing happens any more.
 */
export function endOfLine(line: LineState): CallEnd | undefined {
  if (line.lastAnswer?.intent === 'transfer') {
    return { outcome: 'transfer', reason: line.lastAnswer.reason };
  }
  if (line.lastAnswer?.intent === 'end') return { outcome: 'end' };
  if (line.disconnected) return { outcome: 'hangup' };
  const silent =
    line.flowSilentForMs >= SILENT_FLOW_LIMIT_MS && line.mediaSilentForMs >= SILENT_MEDIA_LIMIT_MS;
  return silent ? { outcome: 'hangup' } : undefined;
}
