import { createHash } from 'node:crypto';
import type { VoiceStyle } from './voice';

/** Names a spoken text by its content: the same words in the same voice have the same digest. */
export function voiceDigest(text: string, { voiceId, engine, language }: VoiceStyle): string {
  const identity = JSON.stringify([voiceId, engine, language, text]);
  return createHash('sha256').update(identity).digest('hex');
}
