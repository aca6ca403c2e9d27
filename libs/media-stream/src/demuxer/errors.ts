import { PatchbayError } from '@patchbay/platform';

/** Bytes that are no media document. A fresh session may bring whole ones, so it is worth reopening. */
export class MalformedMediaError extends PatchbayError {
  constructor(problem: string, cause?: unknown) {
    super('MalformedMediaError', `The media stream is malformed: ${problem}. Reopen it.`, {
      retryable: true,
      cause,
    });
  }
}

/** More bytes than any real stream needs; ending here keeps memory and time bounded. */
export class MediaLimitError extends PatchbayError {
  constructor(limit: string) {
    super('MediaLimitError', `The media stream goes beyond ${limit}. Reopen it.`, {
      retryable: true,
    });
  }
}

/** Connect never laces its audio, and a lace taken for one frame would be heard as noise. */
export class LacedBlockError extends PatchbayError {
  constructor() {
    super('LacedBlockError', 'A block holds several laced frames; only unlaced blocks are read.', {
      retryable: false,
    });
  }
}

/** The stream stopped inside an element, as a cut connection leaves it. */
export class TruncatedMediaError extends PatchbayError {
  constructor() {
    super('TruncatedMediaError', 'The media stream stopped inside an element. Reopen it.', {
      retryable: true,
    });
  }
}
