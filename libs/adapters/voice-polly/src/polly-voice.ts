import {
  PollyClient,
  SynthesizeSpeechCommand,
  type LanguageCode,
  type VoiceId,
} from '@aws-sdk/client-polly';
import type { Voice } from '@patchbay/speech';
import { BadSpeechError } from './errors';

/**
 * Speaks through Amazon Polly, straight at the telephone's 8 kHz. Polly's `pcm` is signed 16-bit
 * little-endian mono. Source: Polly SynthesizeSpeech, OutputFormat.
 * @throws BadSpeechError when the answer is empty or not whole samples
 */
export function createPollyVoice(client?: PollyClient): Voice {
  // Made when it is needed: a function that starts cold finds most phrases rendered.
  let polly = client;
  return {
    async speak(text, { voiceId, engine, language }) {
      const { AudioStream } = await (polly ??= new PollyClient({})).send(
        new SynthesizeSpeechCommand({
          Text: text,
          TextType: 'text',
          OutputFormat: 'pcm',
          SampleRate: '8000',
          VoiceId: voiceId as VoiceId,
          Engine: engine,
          LanguageCode: language as LanguageCode,
        }),
      );
      return toSamples((await AudioStream?.transformToByteArray()) ?? new Uint8Array());
    },
  };
}

function toSamples(bytes: Uint8Array): Int16Array {
  if (bytes.length === 0 || bytes.length % 2 !== 0) throw new BadSpeechError(bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int16Array.from({ length: bytes.length / 2 }, (_, index) =>
    view.getInt16(index * 2, true),
  );
}
