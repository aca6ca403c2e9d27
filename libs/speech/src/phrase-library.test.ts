import { readWav } from '@patchbay/audio';
import type { ObjectStore } from '@patchbay/platform';
import { renderPhrase, renderPhraseSet } from './phrase-library';
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

describe('renderPhraseSet', () => {
  const texts = ['One moment.', 'Nearly there.'];

  test('speaks what is missing, and says that all is there', async () => {
    const objects = new Map<string, Uint8Array>();
    const { voice, spoken } = countingVoice();
    const prompts = storeOf(objects);
    const { key } = await renderPhrase({ text: 'One moment.', style, voice, prompts });

    await renderPhraseSet({ texts, style, voice, prompts });

    expect(spoken).toEqual(texts);
    expect([...objects.keys()]).toEqual([
      key,
      expect.stringMatching(/^phrases\/[0-9a-f]{64}\.wav$/),
      expect.stringMatching(/^phrases\/sets\/[0-9a-f]{64}\.json$/),
    ]);
  });

  test('a process that starts later looks for one object; this one for none', async () => {
    const objects = new Map<string, Uint8Array>();
    const { voice, spoken } = countingVoice();
    const first = storeOf(objects);
    await renderPhraseSet({ texts, style, voice, prompts: first });
    const looked: string[] = [];
    const later: ObjectStore = {
      ...first,
      get: async (key) => {
        looked.push(key);
        return objects.get(key);
      },
    };

    await renderPhraseSet({ texts, style, voice, prompts: later });
    await renderPhraseSet({ texts, style, voice, prompts: later });

    expect(looked).toEqual([expect.stringMatching(/^phrases\/sets\//)]);
    expect(spoken).toEqual(texts);
  });

  test('a set that could not be rendered whole is not said to be there', async () => {
    const objects = new Map<string, Uint8Array>();
    const { voice } = countingVoice();
    const prompts = storeOf(objects);
    const mute: Voice = { speak: () => Promise.reject(new Error('throttled')) };

    await expect(renderPhraseSet({ texts, style, voice: mute, prompts })).rejects.toThrow();
    expect(objects.size).toBe(0);

    await renderPhraseSet({ texts, style, voice, prompts });
    expect(objects.size).toBe(3);
  });
});
