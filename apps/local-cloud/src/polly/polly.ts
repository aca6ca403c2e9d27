import { z } from 'zod';
import { AwsFault, NotEmulated } from '../front/aws-fault';
import type { AwsRequest, AwsResponse, AwsService } from '../front/aws-service';
import { readJson, send } from '../front/exchange';
import { operationName } from '../front/signed-for';
import type { LocalVoice, Synthesiser } from '../voice/synthesiser';
import { readSsml, type SpokenPiece } from './spoken-text';

/** English voices of Polly, each spoken by the local voice that is nearest. */
const VOICES = new Map<string, LocalVoice>(
  Object.entries({
    ...{ Joanna: 'slt', Ruth: 'slt', Danielle: 'slt', Kendra: 'slt', Salli: 'slt', Amy: 'slt' },
    ...{ Matthew: 'rms', Stephen: 'rms', Gregory: 'rms', Joey: 'rms' },
    ...{ Brian: 'awb', Arthur: 'awb' },
  } as const),
);

/** Source: Polly quotas, size of input text: 6,000 characters, of which 3,000 are billed. */
const TEXT_LIMIT = 6000;

const inputSchema = z.object({
  OutputFormat: z.string(),
  SampleRate: z.enum(['8000', '16000']).default('16000'),
  Text: z.string(),
  TextType: z.enum(['text', 'ssml']).default('text'),
  VoiceId: z.string(),
});
type SpeechInput = z.output<typeof inputSchema>;

/** Polly's SynthesizeSpeech, for raw PCM in English. */
export function createPolly({ synthesiser }: { synthesiser: Synthesiser }): AwsService {
  async function synthesise(request: AwsRequest, response: AwsResponse): Promise<void> {
    const input = await readJson(request, inputSchema);
    const pieces = spokenPieces(input);
    const voice = localVoice(input.VoiceId);
    const sampleRateHz = input.SampleRate === '8000' ? 8000 : 16_000;
    const parts: Int16Array[] = [];
    for (const piece of pieces) {
      parts.push(
        'text' in piece
          ? await synthesiser.speak(piece.text, voice, sampleRateHz)
          : new Int16Array((piece.pauseMs * sampleRateHz) / 1000),
      );
    }
    response.setHeader('x-amzn-requestcharacters', String(input.Text.length));
    send(response, 200, 'audio/pcm', Buffer.concat(parts.map(bytesOf)));
  }

  return {
    signingName: 'polly',
    async handle(request, response) {
      if (request.method !== 'POST' || request.url !== '/v1/speech') {
        throw new NotEmulated(operationName(request));
      }
      await synthesise(request, response);
    },
  };
}

function spokenPieces({ OutputFormat, Text, TextType }: SpeechInput): SpokenPiece[] {
  if (OutputFormat !== 'pcm') throw new NotEmulated(`the output format ${OutputFormat}`);
  if (Text.length > TEXT_LIMIT) {
    throw new AwsFault(400, 'TextLengthExceededException', 'Maximum text length has been exceeded');
  }
  return TextType === 'ssml' ? readSsml(Text) : [{ text: Text }];
}

function localVoice(voiceId: string): LocalVoice {
  const voice = VOICES.get(voiceId);
  if (voice) return voice;
  const known = [...VOICES.keys()].join(', ');
  throw new AwsFault(400, 'ValidationException', `Unknown voice; the local ones are ${known}.`);
}

const bytesOf = (pcm: Int16Array) => Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
