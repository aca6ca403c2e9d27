import { decodeMulaw, encodeMulaw } from '@patchbay/audio';
import { speakCached } from './speak-cached';
import type { Voice } from './voice';

const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;
const cacheKey = (digest: string) => `sentences/${digest}.wav`;

/** Half a second of sound for each word; keeps what it was asked for. */
function prepare() {
  const spoken: string[] = [];
  const voice: Voice = {
    speak: async (text) => {
      spoken.push(text);
      return new Int16Array(4000 * text.split(' ').length).fill(1000);
    },
  };
  const objects = new Map<string, Uint8Array>();
  const cache = {
    objects,
    get: async (key: string) => objects.get(key),
    put: async (key: string, body: Uint8Array | string) => void objects.set(key, Buffer.from(body)),
  };
  const speak = (text: string, other: Partial<typeof style> = {}) =>
    speakCached({ text, style: { ...style, ...other }, voice, cache, cacheKey });
  return { speak, spoken, cache };
}

describe('speakCached', () => {
  test('speaks the same words in the same voice once; the sound is the same each time', async () => {
    const { speak, spoken } = prepare();

    const first = await speak('Hello you.');
    const second = await speak('Hello you.');

    expect(spoken).toEqual(['Hello you.']);
    expect(first).toHaveLength(8000);
    expect(second).toEqual(decodeMulaw(encodeMulaw(first)));
  });

  test('other words and other voices are spoken anew', async () => {
    const { speak, cache } = prepare();

    await speak('Hello.');
    await speak('Goodbye.');
    await speak('Hello.', { voiceId: 'Amy' as 'Joanna' });

    expect(cache.objects.size).toBe(3);
  });

  test('no key holds a word of what is said', async () => {
    const { speak, cache } = prepare();

    await speak('Your name is Vanderbilt.');

    expect([...cache.objects.keys()]).toEqual([
      expect.stringMatching(/^sentences\/[0-9a-f]{64}\.wav$/),
    ]);
  });

  test('a cache that is away does not silence the voice', async () => {
    const { speak, cache } = prepare();
    cache.get = () => Promise.reject(new Error('no route'));
    cache.put = () => Promise.reject(new Error('no route'));

    expect(await speak('Hello.')).toHaveLength(4000);
  });
});
