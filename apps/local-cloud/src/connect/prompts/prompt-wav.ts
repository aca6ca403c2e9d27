import { readWav, TELEPHONE_RATE_HZ } from '@patchbay/audio';
import { PatchbayError } from '@patchbay/platform';

const LIMIT_BYTES = 50 * 1024 * 1024;
const LIMIT_S = 5 * 60;

/** A prompt that a real instance would not play, or not play right. */
export class PromptRefusedError extends PatchbayError {
  constructor(uri: string, problem: string, cause?: unknown) {
    super('PromptRefusedError', `Prompt ${uri} cannot be played: ${problem}.`, {
      retryable: false,
      cause,
    });
  }
}

/**
 * The sound of a prompt file, PCM16 at 8 kHz.
 * Rules: "Setting up prompts to play from an S3 bucket", Amazon Connect administrator guide.
 * @throws PromptRefusedError
 */
export function readPromptWav(uri: string, bytes: Uint8Array): Int16Array {
  if (bytes.length >= LIMIT_BYTES) throw new PromptRefusedError(uri, 'it is 50 MB or more');
  const { encoding, sampleRateHz, channels, pcm } = soundOf(uri, bytes);
  if (encoding !== 'mulaw' || sampleRateHz !== TELEPHONE_RATE_HZ || channels !== 1) {
    const found = `${encoding}, ${sampleRateHz} Hz, ${channels} channels`;
    throw new PromptRefusedError(uri, `it must be µ-law, 8000 Hz, mono and is ${found}`);
  }
  if (pcm.length >= LIMIT_S * sampleRateHz) {
    throw new PromptRefusedError(uri, 'it is 5 minutes or longer');
  }
  return pcm;
}

function soundOf(uri: string, bytes: Uint8Array) {
  try {
    return readWav(bytes);
  } catch (error) {
    throw new PromptRefusedError(uri, 'it is no WAV file that can be read', error);
  }
}
