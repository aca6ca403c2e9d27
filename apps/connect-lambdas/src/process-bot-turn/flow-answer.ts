import type { TurnAnswer } from '@patchbay/contracts';

/**
 * A phrase that covers the time without a bridge. It has the cursor that the flow came with: the
 * flow plays it and asks the same again.
 */
export interface Filler {
  readonly cursor: number;
  readonly intent: 'speak';
  readonly responseAudioUrl: string;
}

/** What a poll of the contact flow gets: the bridge's answer, or what stands in for it. */
export type FlowAnswer = TurnAnswer | Filler;
