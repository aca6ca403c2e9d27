import { PatchbayError } from '@patchbay/platform';

/** Polly answered with something other than whole 16-bit samples. */
export class BadSpeechError extends PatchbayError {
  constructor(byteLength: number) {
    super('BadSpeechError', `Polly answered ${byteLength} bytes, which is not PCM16 sound.`, {
      retryable: true,
    });
  }
}
