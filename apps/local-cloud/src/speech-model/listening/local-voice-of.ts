import type { LocalVoice } from '../../voice/local-voices';

/** Nova Sonic's voices that are a man's; all others sound like a woman's here. */
const MALE_VOICES = new Set(['matthew', 'carlos', 'lennart', 'florian', 'lorenzo', 'leo']);

/** The local voice that is nearest to a voice of Nova Sonic. */
export function localVoiceOf(voiceId: string): LocalVoice {
  return MALE_VOICES.has(voiceId) ? 'rms' : 'slt';
}
