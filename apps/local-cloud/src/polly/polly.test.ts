import { PollyClient, SynthesizeSpeechCommand, type VoiceId } from '@aws-sdk/client-polly';
import { createLogger } from '@patchbay/platform';
import { clientConfig } from '../client-config';
import { startFront, type Front } from '../front/front';
import type { LocalVoice, Synthesiser } from '../voice/synthesiser';
import { createPolly } from './polly';

/** "Speaks" each character as one sample, and notes what it was asked for. */
class CountingVoice implements Synthesiser {
  readonly asked: [text: string, voice: LocalVoice, sampleRateHz: number][] = [];

  async speak(text: string, voice: LocalVoice, sampleRateHz: 8000 | 16000 | 24000) {
    this.asked.push([text, voice, sampleRateHz]);
    return Int16Array.from(text, (character) => character.charCodeAt(0));
  }

  close = async () => undefined;
}

let voice: CountingVoice;
let front: Front;
let polly: PollyClient;

beforeEach(async () => {
  voice = new CountingVoice();
  const services = [createPolly({ synthesiser: voice })];
  front = await startFront({ port: 0, services, logger: createLogger('t', { level: 'silent' }) });
  polly = new PollyClient(clientConfig(`http://127.0.0.1:${front.port}`, 'eu-west-1'));
});

afterEach(async () => {
  polly.destroy();
  await front.close();
});

async function speak(Text: string, options: { ssml?: boolean; voiceId?: string } = {}) {
  const { AudioStream, ContentType } = await polly.send(
    new SynthesizeSpeechCommand({
      OutputFormat: 'pcm',
      SampleRate: '8000',
      Text,
      TextType: options.ssml ? 'ssml' : 'text',
      VoiceId: (options.voiceId ?? 'Joanna') as VoiceId,
      Engine: 'neural',
    }),
  );
  const bytes = (await AudioStream?.transformToByteArray()) ?? new Uint8Array();
  return { ContentType, pcm: [...new Int16Array(bytes.slice().buffer)] };
}

test('text is spoken as PCM at the rate asked for', async () => {
  const { ContentType, pcm } = await speak('Hi', { voiceId: 'Matthew' });

  expect(ContentType).toBe('audio/pcm');
  expect(pcm).toEqual([72, 105]);
  expect(voice.asked).toEqual([['Hi', 'rms', 8000]]);
});

test('a break in SSML is silence of its length', async () => {
  const ssml = '<speak><p>A &amp; B</p><break time="0.01s"/>C</speak>';

  const { pcm } = await speak(ssml, { ssml: true });

  expect(voice.asked.map(([text]) => text)).toEqual(['A & B', 'C']);
  expect(pcm.slice(5, -1)).toEqual(Array(80).fill(0));
  expect(pcm).toHaveLength(5 + 80 + 1);
});

test.each([
  ['<break time="400ms"/>', 3200],
  ['<break strength="strong"/>', 5600],
  ['<break/>', 3200],
])('%s is %i samples of silence', async (tag, samples) => {
  const { pcm } = await speak(`<speak>${tag}</speak>`, { ssml: true });

  expect(pcm).toHaveLength(samples);
});

test.each([
  'no speak element',
  '<speak><prosody rate="fast">a</prosody></speak>',
  '<speak><break time="11s"/></speak>',
  '<speak><break strength="huge"/></speak>',
  '<speak><break size="1"/></speak>',
  '<speak>a < b</speak>',
])('refuses the SSML %s', async (ssml) => {
  const call = speak(ssml, { ssml: true });

  await expect(call).rejects.toMatchObject({ name: 'InvalidSsmlException' });
});

test('an unknown voice and an overlong text are refused', async () => {
  const unknown = speak('Hi', { voiceId: 'Nobody' });
  await expect(unknown).rejects.toMatchObject({ name: 'ValidationException' });

  const overlong = speak('x'.repeat(6001));
  await expect(overlong).rejects.toMatchObject({ name: 'TextLengthExceededException' });
});
