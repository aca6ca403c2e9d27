import { SAMPLES_PER_MS } from '../line/media-clock';
import type { ConnectServices } from '../services';
import type { PromptSource } from './prompt-source';
import { objectAddress } from './prompt-store';
import { PromptRefusedError, readPromptWav } from './prompt-wav';
import { readSsml, type SpokenPiece } from './ssml';

export interface Prompt {
  /** The object's URL, or `text-to-speech`. */
  readonly uri: string;
  /** PCM16, 8 kHz. */
  readonly pcm: Int16Array;
}

const SPOKEN = 'text-to-speech';

/** Gets a prompt ready to play. @throws PromptRefusedError */
export async function renderPrompt(
  source: PromptSource,
  services: ConnectServices,
): Promise<Prompt> {
  if ('Media' in source) return fetchPrompt(source.Media.Uri, services);
  const pieces: SpokenPiece[] =
    'SSML' in source ? (readSsml(source.SSML) ?? []) : [{ kind: 'text', text: source.Text }];
  const sounds = await Promise.all(pieces.map((piece) => speak(piece, services)));
  return { uri: SPOKEN, pcm: Int16Array.from(sounds.flatMap((sound) => [...sound])) };
}

async function fetchPrompt(uri: string, { prompts }: ConnectServices): Promise<Prompt> {
  const address = objectAddress(uri);
  if (!address) throw new PromptRefusedError(uri, 'its address is no S3 object URL');
  const bytes = await prompts.fetch(address.bucket, address.key).catch((error: unknown) => {
    throw new PromptRefusedError(uri, 'it cannot be fetched', error);
  });
  return { uri, pcm: readPromptWav(uri, bytes) };
}

async function speak(piece: SpokenPiece, { voice }: ConnectServices): Promise<Int16Array> {
  if (piece.kind === 'break') return new Int16Array(piece.durationMs * SAMPLES_PER_MS);
  return voice.speak(piece.text, 'slt', 8000);
}
