import { z } from 'zod';
import type { Clock } from '@patchbay/platform';
import { NotEmulated } from '../front/aws-fault';
import type { AwsRequest, AwsResponse, AwsService } from '../front/aws-service';
import { readJson, sendJson } from '../front/exchange';
import { operationName } from '../front/signed-for';
import { createGetMedia } from './get-media';
import { GET_MEDIA_LIMITS, type LiveSettings } from './live-session';
import type { MediaStreams } from './media-streams';
import { createPutMedia } from './put-media';
import { StreamStore } from './stream-store';

export interface KinesisVideoOptions {
  /** Where media is read and written: known once the port is. */
  readonly endpointUrl: () => string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** From the ingestion of a block until a reader can see it; Connect's media takes some 300 ms. */
  readonly delayMs?: number;
  readonly delivery?: LiveSettings['delivery'];
  /** When a session ends by itself; as GetMedia does unless given. */
  readonly limits?: Partial<typeof GET_MEDIA_LIMITS>;
}

export interface KinesisVideo {
  readonly service: AwsService;
  /** Where the simulated Amazon Connect puts its media. */
  readonly streams: MediaStreams;
}

const DEFAULT_DELAY_MS = 300;

const dataEndpointSchema = z.object({
  StreamARN: z.string().optional(),
  StreamName: z.string().optional(),
  APIName: z.string(),
});

/** Kinesis Video Streams with its media in memory: GetDataEndpoint, GetMedia and PutMedia. */
export function createKinesisVideo(options: KinesisVideoOptions): KinesisVideo {
  const store = new StreamStore(options);
  const routes = new Map([
    ['POST /getDataEndpoint', createGetDataEndpoint(store, options.endpointUrl)],
    [
      'POST /getMedia',
      createGetMedia({
        store,
        clock: options.clock,
        delayMs: options.delayMs ?? DEFAULT_DELAY_MS,
        delivery: options.delivery ?? 'frames',
        ...GET_MEDIA_LIMITS,
        ...options.limits,
      }),
    ],
    ['POST /putMedia', createPutMedia(store)],
  ]);
  return {
    streams: store,
    service: {
      signingName: 'kinesisvideo',
      async handle(request, response) {
        const operation = operationName(request);
        const handle = routes.get(operation);
        if (!handle) throw new NotEmulated(operation);
        await handle(request, response);
      },
    },
  };
}

/** The data plane of what is emulated is served at the same address. */
function createGetDataEndpoint(store: StreamStore, endpointUrl: () => string) {
  return async (request: AwsRequest, response: AwsResponse): Promise<void> => {
    const {
      StreamARN: arn,
      StreamName: name,
      APIName,
    } = await readJson(request, dataEndpointSchema);
    store.get({ arn, name });
    if (!['GET_MEDIA', 'PUT_MEDIA'].includes(APIName)) throw new NotEmulated(`the API ${APIName}`);
    sendJson(response, 200, { DataEndpoint: endpointUrl() });
  };
}
