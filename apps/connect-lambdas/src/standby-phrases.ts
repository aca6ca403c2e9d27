import type { AgentDefinition } from '@patchbay/agent';
import type { VoiceStyle } from '@patchbay/speech';

/** The voice of an agent's phrases. */
export const phraseStyle = ({ phraseVoice, language }: AgentDefinition): VoiceStyle => ({
  ...phraseVoice,
  language,
});

/**
 * What a caller hears while no bridge has the call. StartBotSession has them rendered, so that
 * ProcessBotTurn needs nothing but their names.
 */
export const standbyPhrases = ({ phrases }: AgentDefinition): readonly string[] => [
  phrases.hold,
  ...phrases.fillers,
];

/**
 * The phrase for the n-th time (from 1) that a caller without a bridge is spoken to: fillers, one
 * after the other. A call that no bridge ever had begins with the hold phrase.
 */
export function standbyPhrase({ phrases }: AgentDefinition, neverOwned: boolean, nth: number) {
  if (neverOwned && nth === 1) return phrases.hold;
  const { fillers, hold } = phrases;
  return fillers[(nth - (neverOwned ? 2 : 1)) % fillers.length] ?? hold;
}
