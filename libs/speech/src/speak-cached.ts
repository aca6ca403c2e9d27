import { encodeMulaw, readWav, writeMulawWav } from '@patchbay/audio';
import type { ObjectStore } from '@patchbay/platform';
import type { Voice, VoiceStyle } from './voice';
import { voiceDigest } from './voice-digest';

export interface SpeakRequest {
  readonly text: string;
  readonly style: VoiceStyle;
  readonly voice: Voice;
  readonly cache: ObjectStore;
  /** Where a text's sound is kept, named by the digest of voice and text. */
  readonly cacheKey: (digest: string) => string;
}

/**
 * Speaks a text that may have been spoken before: PCM16 mono at 8 kHz. A cache in trouble costs
 * time and money, and nothing else. Unlike the phrases of `renderPhrase`, what is cached here may
 * hold a caller's words: it belongs under a key that expires.
 * @throws what the voice throws
 */
export async function speakCached(request: SpeakRequest): Promise<Int16Array> {
  const { text, style, voice, cache } = request;
  const key = request.cacheKey(voiceDigest(text, style));
  const found = await cache.get(key).catch(() => undefined);
  if (found) return readWav(found).pcm;
  const pcm = await voice.speak(text, style);
  cache.put(key, writeMulawWav(encodeMulaw(pcm)), 'audio/wav').catch(() => undefined);
  return pcm;
}
