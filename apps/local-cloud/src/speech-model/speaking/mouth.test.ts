import { jest } from '@jest/globals';
import { OutputEvents } from '../protocol/output-events';
import { aPrompt } from '../testing/a-prompt';
import { ModelClient } from '../testing/model-client';
import { Mouth } from './mouth';

const RATE_HZ = 8000;

/** Each sentence sounds for one second. */
function mouthOf(voice = async () => new Int16Array(RATE_HZ).fill(1)) {
  const client = ModelClient.withoutModel();
  const output = new OutputEvents(client, aPrompt({ outputRateHz: RATE_HZ }));
  const pace = { speed: 1, thinkingMs: 0, deliveryRate: 4 };
  return { client, mouth: new Mouth({ output, pace, sampleRateHz: RATE_HZ, voice }) };
}

const heardMs = (client: ModelClient) =>
  client
    .all('audioOutput')
    .map(({ content }) => Buffer.from(String(content), 'base64').length / 2 / (RATE_HZ / 1000))
    .reduce((sum, ms) => sum + ms, 0);

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('speaking a reply', () => {
  test('puts each text before its sound, and what was spoken at the end', async () => {
    const { client, mouth } = mouthOf();

    const spoken = mouth.speak(mouth.prepare('One moment. Here it is!'));
    await jest.advanceTimersByTimeAsync(1000);
    await spoken;

    expect(client.story()).toEqual([
      'ASSISTANT SPECULATIVE One moment.',
      'AUDIO PARTIAL_TURN',
      'ASSISTANT SPECULATIVE Here it is!',
      'AUDIO END_TURN',
      'ASSISTANT FINAL One moment.',
      'ASSISTANT FINAL Here it is!',
    ]);
    expect(heardMs(client)).toBe(2000);
  });

  test('delivers four times as fast as life, no faster', async () => {
    const { client, mouth } = mouthOf();

    void mouth.speak(mouth.prepare('One long sentence.'));
    await jest.advanceTimersByTimeAsync(0);
    expect(heardMs(client)).toBe(80);
    await jest.advanceTimersByTimeAsync(100);

    expect(heardMs(client)).toBe(480);
  });

  test('stops at once when it is interrupted, and tells only of whole sentences', async () => {
    const { client, mouth } = mouthOf();

    const spoken = mouth.speak(mouth.prepare('First. Second. Third.'));
    await jest.advanceTimersByTimeAsync(350);
    mouth.interrupt();
    await spoken;

    expect(client.story()).toEqual([
      'ASSISTANT SPECULATIVE First.',
      'AUDIO PARTIAL_TURN',
      'ASSISTANT SPECULATIVE Second.',
      'AUDIO INTERRUPTED',
      'ASSISTANT FINAL { "interrupted" : true }',
      'ASSISTANT FINAL First.',
    ]);
    expect(heardMs(client)).toBeLessThan(1600);
    expect(client.all('contentEnd').map(({ stopReason }) => stopReason)).toContain('INTERRUPTED');
  });

  test('an interruption of nothing leaves the next reply whole', async () => {
    const { client, mouth } = mouthOf();
    mouth.interrupt();

    const spoken = mouth.speak(mouth.prepare('Here it is.'));
    await jest.advanceTimersByTimeAsync(1000);
    await spoken;

    expect(heardMs(client)).toBe(1000);
  });

  test('puts out nothing more once it is closed', async () => {
    const { client, mouth } = mouthOf();
    const spoken = mouth.speak(mouth.prepare('First. Second.'));
    await jest.advanceTimersByTimeAsync(100);

    mouth.close();
    const received = client.received.length;
    await spoken;

    expect(client.received).toHaveLength(received);
  });

  test('fails when the voice does', async () => {
    const { mouth } = mouthOf(() => Promise.reject(new Error('worker crashed')));

    await expect(mouth.speak(mouth.prepare('First. Second.'))).rejects.toThrow('worker crashed');
  });
});
