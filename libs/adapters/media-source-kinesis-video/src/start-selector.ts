import type { StartSelector } from '@aws-sdk/client-kinesis-video-media';
import type { MediaStart } from '@patchbay/media-stream';

/** A start in the words of GetMedia. */
export function startSelector(start: MediaStart): StartSelector {
  switch (start.kind) {
    case 'producer-timestamp':
      return {
        StartSelectorType: 'PRODUCER_TIMESTAMP',
        StartTimestamp: new Date(start.timestampMs),
      };
    case 'after-fragment':
      return { StartSelectorType: 'FRAGMENT_NUMBER', AfterFragmentNumber: start.fragmentNumber };
    case 'continuation-token':
      return { StartSelectorType: 'CONTINUATION_TOKEN', ContinuationToken: start.token };
  }
}
