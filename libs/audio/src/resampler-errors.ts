import { PatchbayError } from '@patchbay/platform';

/** A sample rate that no resampler can be made for. */
export class UnsupportedSampleRateError extends PatchbayError {
  constructor(fromRateHz: number, toRateHz: number) {
    super(
      'UnsupportedSampleRateError',
      `Cannot resample from ${fromRateHz} Hz to ${toRateHz} Hz; give whole rates from 1 Hz to 768000 Hz.`,
      { retryable: false },
    );
  }
}

/** A resampler was used after its `close()`. */
export class ResamplerClosedError extends PatchbayError {
  constructor() {
    super('ResamplerClosedError', 'The resampler is closed; make a new one for a new stream.', {
      retryable: false,
    });
  }
}
