import { encodeMulaw, TELEPHONE_RATE_HZ, wavDurationMs, writeMulawWav } from '@patchbay/audio';
import { phraseKey, phraseSetKey } from '@patchbay/contracts';
import type { ObjectStore } from '@patchbay/platform';
import type { Voice, VoiceStyle } from './voice';
import { voiceDigest } from './voice-digest';

export interface PhraseSetRequest {
  readonly texts: readonly string[];
  readonly style: VoiceStyle;
  readonly voice: Voice;
  /** The store of the prompts bucket. */
  readonly prompts: ObjectStore;
}

export interface PhraseRequest extends Omit<PhraseSetRequest, 'texts'> {
  readonly text: string;
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

/** What this process has rendered or found, by the store that holds it. */
type Known<Rendered> = WeakMap<ObjectStore, Map<string, Promise<Rendered>>>;
const knownPhrases: Known<RenderedPhrase> = new WeakMap();
const knownSets: Known<void> = new WeakMap();

/**
 * Speaks a fixed phrase once, ever: the object is named by the digest of voice and text, so that
 * each later request, of any process, finds it. Phrases hold no words of a caller and do not
 * expire: unlike reply parts, they may stay for ever under their prefix.
 */
export function renderPhrase(request: PhraseRequest): Promise<RenderedPhrase> {
  const key = renderedPhraseKey(request.text, request.style);
  return once(knownPhrases, request.prompts, key, () => findOrRender(key, request));
}

/**
 * Sees to it that a set of phrases is there, for somebody who needs no more than their names. One
 * object says so of all of them: a process that starts looks for that alone.
 */
export function renderPhraseSet({ texts, ...request }: PhraseSetRequest): Promise<void> {
  const { style, prompts } = request;
  const key = phraseSetKey(voiceDigest(JSON.stringify(texts), style));
  return once(knownSets, prompts, key, async () => {
    if (await prompts.get(key)) return;
    const phrases = await Promise.all(texts.map((text) => renderPhrase({ ...request, text })));
    const keys = phrases.map((phrase) => phrase.key);
    await prompts.put(key, JSON.stringify(keys), 'application/json');
  });
}

/** What failed is tried again. */
function once<Rendered>(
  known: Known<Rendered>,
  store: ObjectStore,
  key: string,
  render: () => Promise<Rendered>,
): Promise<Rendered> {
  const ofStore = known.get(store) ?? new Map<string, Promise<Rendered>>();
  known.set(store, ofStore);
  const rendered = ofStore.get(key) ?? render();
  ofStore.set(key, rendered);
  rendered.catch(() => ofStore.delete(key));
  return rendered;
}

async function findOrRender(key: string, request: PhraseRequest): Promise<RenderedPhrase> {
  const found = await request.prompts.get(key);
  if (found) return { key, durationMs: wavDurationMs(found) };
  const pcm = await request.voice.speak(request.text, request.style);
  await request.prompts.put(key, writeMulawWav(encodeMulaw(pcm)), 'audio/wav');
  return { key, durationMs: (pcm.length * 1000) / TELEPHONE_RATE_HZ };
}
