import { readWav } from '@patchbay/audio';
import type { ObjectStore } from '@patchbay/platform';
import { renderPhrase } from './phrase-library';
import type { Voice } from './voice';

const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;

/** A store in memory; two stores of the same objects are two processes at one bucket. */
function storeOf(objects = new Map<string, Uint8Array>()): ObjectStore {
  return {
    get: async (key) => objects.get(key),
    put: async (key, body) => void objects.set(key, body as Uint8Array),
  };
}

/** Speaks half a second of sound, and counts how often it had to. */
function countingVoice() {
  const spoken: string[] = [];
  const voice: Voice = {
    speak: async (text) => {
      spoken.push(text);
      return new Int16Array(4000).fill(1000);
    },
  };
  return { voice, spoken };
}

describe('renderPhrase', () => {
  test('stores µ-law at 8 kHz, as Connect plays it, under a key of its own', async () => {
    const objects = new Map<string, Uint8Array>();
    const { voice } = countingVoice();

    const phrase = await renderPhrase({ text: 'Hello.', style, voice, prompts: storeOf(objects) });

    expect(phrase).toEqual({
      key: expect.stringMatching(/^phrases\/[0-9a-f]{64}\.wav$/),
      durationMs: 500,
    });
    const wav = readWav(objects.get(phrase.key) ?? new Uint8Array());
    expect(wav).toMatchObject({ encoding: 'mulaw', sampleRateHz: 8000, channels: 1 });
    expect(wav.pcm).toHaveLength(4000);
  });

  test('speaks a phrase once, however often and by however many processes it is asked for', async () => {
    const objects = new Map<string, Uint8Array>();
    const { voice, spoken } = countingVoice();
    const prompts = storeOf(objects);
    const ask = (store: ObjectStore) =>
      renderPhrase({ text: 'Hello.', style, voice, prompts: store });

    const together = await Promise.all([ask(prompts), ask(prompts)]);
    const later = await ask(storeOf(objects));

    expect(spoken).toEqual(['Hello.']);
    expect([...together, later]).toEqual(Array(3).fill(later));
  });

  test('text and voice each make another phrase', async () => {
    const { voice } = countingVoice();
    const prompts = storeOf();

    const phrases = await Promise.all([
      renderPhrase({ text: 'Hello.', style, voice, prompts }),
      renderPhrase({ text: 'Goodbye.', style, voice, prompts }),
      renderPhrase({ text: 'Hello.', style: { ...style, voiceId: 'Amy' }, voice, prompts }),
    ]);

    expect(new Set(phrases.map(({ key }) => key)).size).toBe(3);
  });

  test('a failure is not remembered', async () => {
    const { voice } = countingVoice();
    const prompts = storeOf();
    const mute: Voice = { speak: () => Promise.reject(new Error('throttled')) };

    const failed = renderPhrase({ text: 'Hello.', style, voice: mute, prompts });

    await expect(failed).rejects.toThrow('throttled');
    const phrase = await renderPhrase({ text: 'Hello.', style, voice, prompts });
    expect(phrase.durationMs).toBe(500);
  });
});
