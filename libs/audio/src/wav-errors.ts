import { PatchbayError } from '@patchbay/platform';

/** The bytes are no WAV file at all. */
export class NotAWavError extends PatchbayError {
  constructor(found: string) {
    super('NotAWavError', `Not a WAV file: ${found}. Give a file that starts with RIFF and WAVE.`, {
      retryable: false,
    });
  }
}

/** A WAV file without the chunks or header values that its sound needs. */
export class MalformedWavError extends PatchbayError {
  constructor(problem: string) {
    super('MalformedWavError', `The WAV file is damaged: ${problem}. Export it again.`, {
      retryable: false,
    });
  }
}

/** A sound WAV file in an encoding that is not read here. */
export class UnsupportedWavError extends PatchbayError {
  constructor(encoding: string) {
    super(
      'UnsupportedWavError',
      `The WAV file holds ${encoding}. Convert it to PCM (8, 16, 24 or 32 bits), 32-bit float or µ-law.`,
      { retryable: false },
    );
  }
}
