import { decodeMulaw, encodeMulaw } from '@patchbay/audio';
import { aReply, settled, syllables } from './testing/a-reply';
import { TextVoice } from './text-voice';

/** Of the 200 ms of quiet ahead of the first syllable, 30 ms stay. */
const LEAD = 1600 - 240;

/** A voice that speaks when it is told to, by text. */
function prepare() {
  const reply = aReply();
  const asked: string[] = [];
  const speaking = new Map<string, PromiseWithResolvers<Int16Array>>();
  const speak = (text: string) => {
    asked.push(text);
    const sound = Promise.withResolvers<Int16Array>();
    speaking.set(text, sound);
    return sound.promise;
  };
  const voice = new TextVoice({ parts: reply.parts, speak });
  const finish = (text: string, pcm: Int16Array) => speaking.get(text)?.resolve(pcm);
  const fail = (text: string) => speaking.get(text)?.reject(new Error('throttled'));
  return { ...reply, voice, asked, finish, fail };
}

describe('a voice that speaks the model’s text', () => {
  test('has each text spoken at once, and keeps their order when a later one is ready first', async () => {
    const { voice, asked, finish, handOut, soundOf } = prepare();
    voice.text('First.');
    voice.text('Second.');
    voice.replyEnded();
    expect(asked).toEqual(['First.', 'Second.']);

    finish('Second.', syllables(2));
    await settled();
    expect(handOut()).toEqual([]);
    finish('First.', syllables(1));
    await settled();

    // The quiet ahead of the reply is left out, that between its sentences stays.
    expect(handOut().map((key) => soundOf(key).length)).toEqual([5600 - LEAD, 11200]);
  });

  test('cuts a long text at its pauses, and loses nothing of it', async () => {
    const { voice, finish, handOut, soundOf } = prepare();
    const sound = syllables(12);
    voice.text('A long story.');
    finish('A long story.', sound);
    await settled();

    const parts = handOut().map(soundOf);

    expect(parts.length).toBeGreaterThan(2);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(3 * 8000);
    expect(Int16Array.from(parts.flatMap((pcm) => [...pcm]))).toEqual(
      decodeMulaw(encodeMulaw(sound.subarray(LEAD))),
    );
  });

  test('no prompt is made of the last twentieth of a second', async () => {
    const { voice, finish, handOut, soundOf } = prepare();
    const tone = [...syllables(1).subarray(1600)];
    const sound = Int16Array.of(...tone, ...tone, ...tone, ...syllables(1).subarray(0, 2000));
    voice.text('Almost two parts.');
    finish('Almost two parts.', sound);
    await settled();

    expect(handOut().map((key) => soundOf(key).length)).toEqual([sound.length]);
  });

  test('does not let the model’s own sound be heard', async () => {
    const { voice, finish, handOut, prompts } = prepare();
    voice.text('Hello.');
    voice.audio();
    voice.audioEnded();
    finish('Hello.', syllables(1));
    await settled();

    expect(handOut()).toHaveLength(1);
    expect(prompts.objects.size).toBe(1);
  });

  test('a model that is gone leaves what is spoken, and nothing of what is still being', async () => {
    const { voice, finish, handOut } = prepare();
    voice.text('First.');
    voice.text('Second.');
    finish('First.', syllables(1));
    await settled();

    voice.cutOff();
    finish('Second.', syllables(1));
    voice.text('Third.');
    finish('Third.', syllables(2));
    await settled();

    expect(handOut()).toEqual(['parts/1.wav', 'parts/2.wav']);
  });

  test('an interruption drops what waits and what is still being spoken', async () => {
    const { voice, finish, handOut, prompts } = prepare();
    voice.text('First.');
    voice.text('Second.');
    finish('First.', syllables(1));
    await settled();

    voice.interrupted();
    finish('Second.', syllables(1));
    voice.text('Third.');
    finish('Third.', syllables(2));
    await settled();

    expect(handOut()).toEqual(['parts/2.wav']);
    expect(prompts.objects.size).toBe(2);
  });

  test('a muted model is not spoken for until the caller’s next words', async () => {
    const { voice, asked } = prepare();
    voice.mute(true);
    voice.text('Unheard.');
    voice.mute(false);
    voice.text('Heard.');
    await settled();

    expect(asked).toEqual(['Heard.']);
  });

  test('text that looks like SSML reaches the voice as it stands', () => {
    const { voice, asked } = prepare();

    voice.text('Is 3 < 4 & <break time="9s"/> true?');

    expect(asked).toEqual(['Is 3 < 4 & <break time="9s"/> true?']);
  });

  test.each([
    ['control characters', 'Hello\u0000\u001b[1m you.', ['Hello [1m you.']],
    ['half a surrogate pair', 'Hello \ud83d you.', ['Hello   you.']],
    ['nothing to say', ' … \n 👋 ', []],
  ])('what no voice can read is left out: %s', (_, text, spoken) => {
    const { voice, asked } = prepare();

    voice.text(text);

    expect(asked).toEqual(spoken);
  });

  test('a text without a word does not hold up the reply', async () => {
    const { voice, conversation } = prepare();
    voice.text('…');
    voice.replyEnded();
    await settled();

    expect(conversation.hasMoreToSay).toBe(false);
  });

  test('a text that cannot be spoken is a failure of the call', async () => {
    const { voice, fail, logger } = prepare();
    voice.text('Hello.');
    fail('Hello.');

    await expect(voice.failure).rejects.toThrow('throttled');
    expect(JSON.stringify(logger.lines)).not.toContain('Hello');
  });

  test('one that nobody would have heard any more is none', async () => {
    const { voice, fail } = prepare();
    const failed = Symbol('failed');
    voice.text('First.');
    await settled();
    voice.interrupted();
    fail('First.');

    const outcome = await Promise.race([voice.failure.catch(() => failed), settled()]);

    expect(outcome).not.toBe(failed);
  });
});
