import { encodeMulaw, readWav, TELEPHONE_RATE_HZ, writeMulawWav } from '@patchbay/audio';
import { phraseKey } from '@patchbay/contracts';
import type { ObjectStore } from '@patchbay/platform';
import type { Voice, VoiceStyle } from './voice';
import { voiceDigest } from './voice-digest';

export interface PhraseRequest {
  readonly text: string;
  readonly style: VoiceStyle;
  readonly voice: Voice;
  /** The store of the prompts bucket. */
  readonly prompts: ObjectStore;
}

/** A phrase as Connect can play it. */
export interface RenderedPhrase {
  /** Of the µ-law WAV in the prompts bucket. */
  readonly key: string;
  readonly durationMs: number;
}

/** Where a phrase stands in the prompts bucket once somebody has rendered it. */
export const renderedPhraseKey = (text: string, style: VoiceStyle): string =>
  phraseKey(voiceDigest(text, style));

/** Phrases that this process has rendered or found, by the store that holds them. */
const known = new WeakMap<ObjectStore, Map<string, Promise<RenderedPhrase>>>();

/**
 * Speaks a fixed phrase once, ever: the object is named by the digest of voice and text, so that
 * each later request, of any process, finds it. Phrases hold no words of a caller and do not
 * expire: unlike reply parts, they may stay for ever under their prefix.
 */
export function renderPhrase(request: PhraseRequest): Promise<RenderedPhrase> {
  const phrases = known.get(request.prompts) ?? new Map<string, Promise<RenderedPhrase>>();
  known.set(request.prompts, phrases);
  const key = renderedPhraseKey(request.text, request.style);
  const phrase = phrases.get(key) ?? findOrRender(key, request);
  phrases.set(key, phrase);
  phrase.catch(() => phrases.delete(key));
  return phrase;
}

async function findOrRender(key: string, request: PhraseRequest): Promise<RenderedPhrase> {
  const found = await request.prompts.get(key);
  if (found) return { key, durationMs: durationMs(readWav(found).pcm.length) };
  const pcm = await request.voice.speak(request.text, request.style);
  await request.prompts.put(key, writeMulawWav(encodeMulaw(pcm)), 'audio/wav');
  return { key, durationMs: durationMs(pcm.length) };
}

const durationMs = (samples: number) => (samples * 1000) / TELEPHONE_RATE_HZ;
