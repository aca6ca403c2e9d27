import type { PollyClient } from '@aws-sdk/client-polly';
import { createPollyVoice } from './polly-voice';

function voiceAnswering(bytes: Uint8Array) {
  const inputs: object[] = [];
  const client = {
    send: async ({ input }: { input: object }) => {
      inputs.push(input);
      return { AudioStream: { transformToByteArray: async () => bytes } };
    },
  } as unknown as PollyClient;
  return { voice: createPollyVoice(client), inputs };
}

const style = { voiceId: 'Joanna', engine: 'neural', language: 'en-US' } as const;

describe('the Polly voice', () => {
  test('asks for plain text at 8 kHz and reads little-endian samples, wherever they lie', async () => {
    const buffer = Uint8Array.of(99, 0x01, 0x00, 0xff, 0x7f, 0x00, 0x80).subarray(1);
    const { voice, inputs } = voiceAnswering(buffer);

    const pcm = await voice.speak('Hello <you>.', style);

    expect([...pcm]).toEqual([1, 32767, -32768]);
    expect(inputs).toEqual([
      {
        Text: 'Hello <you>.',
        TextType: 'text',
        OutputFormat: 'pcm',
        SampleRate: '8000',
        VoiceId: 'Joanna',
        Engine: 'neural',
        LanguageCode: 'en-US',
      },
    ]);
  });

  test.each([0, 3])('an answer of %i bytes is not speech', async (length) => {
    const { voice } = voiceAnswering(new Uint8Array(length));

    await expect(voice.speak('Hello.', style)).rejects.toMatchObject({ name: 'BadSpeechError' });
  });
});
