import { z } from 'zod';
import type { Clock } from '@patchbay/platform';
import { AwsFault } from '../front/aws-fault';
import type { AwsRequest, AwsResponse } from '../front/aws-service';
import { readJson } from '../front/exchange';
import { liveSession, type LiveSettings } from './live-session';
import { MAX_READERS, type MediaStream } from './media-stream';
import { parseStartSelector, startsWith } from './start-selector';
import type { StreamStore } from './stream-store';
import { beginStream, writeWhenRoom } from './streamed-answer';

const inputSchema = z.object({
  StreamARN: z.string().optional(),
  StreamName: z.string().optional(),
  StartSelector: z.unknown(),
});

export interface GetMediaOptions extends LiveSettings {
  readonly store: StreamStore;
  readonly clock: Clock;
}

/** GetMedia: answers at once, then streams until the session ends or the reader leaves. */
export function createGetMedia(options: GetMediaOptions) {
  return async (request: AwsRequest, response: AwsResponse): Promise<void> => {
    const {
      StreamARN: arn,
      StreamName: name,
      StartSelector,
    } = await readJson(request, inputSchema);
    const stream = options.store.get({ arn, name });
    const starts = startsWith(parseStartSelector(StartSelector), stream);
    if (stream.readers >= MAX_READERS) {
      const message = `At most ${MAX_READERS} connections may read a stream.`;
      throw new AwsFault(400, 'ConnectionLimitExceededException', message);
    }
    const left = leaving(response, stream);
    stream.readers++;
    try {
      const body = beginStream(response, 'video/webm');
      const session = liveSession({ ...options, stream, startsWith: starts, signal: left });
      for await (const bytes of session) await writeWhenRoom(body, bytes, left);
      body.end();
    } finally {
      stream.readers--;
    }
  };
}

/** Aborts when the reader closes the connection, and wakes the session that waits for media. */
function leaving(response: AwsResponse, { bell }: MediaStream): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    left.abort();
    bell.ring();
  });
  return left.signal;
}
