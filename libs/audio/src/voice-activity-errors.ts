import { PatchbayError } from '@patchbay/platform';

/** A voice activity detector was given a frame of another length than it takes. */
export class UnsupportedFrameError extends PatchbayError {
  constructor(samples: number) {
    super(
      'UnsupportedFrameError',
      `A frame of ${samples} samples is no 10, 20 or 30 ms at 8 kHz; give 80, 160 or 240.`,
      { retryable: false },
    );
  }
}

/** A voice activity detector was used after its `close()`. */
export class VoiceActivityClosedError extends PatchbayError {
  constructor() {
    super('VoiceActivityClosedError', 'The detector is closed; make a new one for a new stream.', {
      retryable: false,
    });
  }
}
