import { jest } from '@jest/globals';
import { recentSpeech } from './recent-speech';
import type { SpeechRequest } from './synthesiser';

const request = (text: string): SpeechRequest => ({ text, voice: 'slt', sampleRateHz: 8000 });

/** Speaks 10 samples a character. */
const speakLength = () =>
  jest.fn(async ({ text }: SpeechRequest) => new Int16Array(text.length * 10));

describe('recentSpeech', () => {
  test('speaks a text once, also for askers who come while it is being spoken', async () => {
    const speak = speakLength();
    const recent = recentSpeech(speak);

    const [first, second] = await Promise.all([recent(request('hello')), recent(request('hello'))]);
    const third = await recent(request('hello'));

    expect(speak).toHaveBeenCalledTimes(1);
    expect(second).toBe(first);
    expect(third).toBe(first);
  });

  test('keeps rates and voices apart', async () => {
    const speak = speakLength();
    const recent = recentSpeech(speak);

    await recent(request('hello'));
    await recent({ ...request('hello'), sampleRateHz: 16000 });
    await recent({ ...request('hello'), voice: 'awb' });

    expect(speak).toHaveBeenCalledTimes(3);
  });

  test('forgets the text that was unused for longest when it holds too many samples', async () => {
    const speak = speakLength();
    const recent = recentSpeech(speak, 100);
    await recent(request('aaaa'));
    await recent(request('bbbb'));
    await recent(request('aaaa'));

    await recent(request('cccc'));
    await recent(request('aaaa'));
    await recent(request('bbbb'));

    expect(speak.mock.calls.map(([{ text }]) => text)).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb']);
  });

  test('tries again what failed', async () => {
    const speak = speakLength();
    speak.mockRejectedValueOnce(new Error('worker crashed'));
    const recent = recentSpeech(speak);

    await expect(recent(request('hello'))).rejects.toThrow('worker crashed');
    await expect(recent(request('hello'))).resolves.toHaveLength(50);
  });
});
