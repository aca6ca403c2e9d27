import { createDemuxer, type MediaElement, toSamples, trackRole } from '@patchbay/media-stream';
import { AwsFault } from '../front/aws-fault';
import type { AwsRequest, AwsResponse } from '../front/aws-service';
import type { MediaStream } from './media-stream';
import type { TrackName } from './media-streams';
import type { StoredFragment } from './stored-fragment';
import type { StreamStore } from './stream-store';
import { beginStream } from './streamed-answer';

/** Source: PutMedia, error acknowledgements: the fragment is not valid MKV. */
const INVALID_MKV = { ErrorId: 4006, ErrorCode: 'INVALID_MKV_DATA' };

const TRACKS = {
  'from-customer': 'AUDIO_FROM_CUSTOMER',
  'to-customer': 'AUDIO_TO_CUSTOMER',
} as const satisfies Record<string, TrackName>;

type Acknowledge = (acknowledgement: object) => void;

/**
 * PutMedia: MKV comes in, each cluster is a fragment, and acknowledgements go out as JSON objects,
 * one a line, while the media still comes.
 */
export function createPutMedia(store: StreamStore) {
  return async (request: AwsRequest, response: AwsResponse): Promise<void> => {
    const stream = store.get({
      arn: header(request, 'x-amzn-stream-arn'),
      name: header(request, 'x-amzn-stream-name'),
    });
    const base = baseMs(request);
    const body = beginStream(response, 'application/json');
    const acknowledge: Acknowledge = (line) => void body.write(`${JSON.stringify(line)}\n`);
    await ingest(request, new Ingestion(store, stream, base, acknowledge), acknowledge);
    body.end();
  };
}

async function ingest(request: AwsRequest, ingestion: Ingestion, acknowledge: Acknowledge) {
  const demuxer = createDemuxer();
  try {
    for await (const chunk of request) {
      for (const element of demuxer.push(chunk)) ingestion.take(element);
    }
    demuxer.end();
  } catch {
    acknowledge({ EventType: 'ERROR', ...INVALID_MKV });
  } finally {
    ingestion.closeFragment();
  }
}

/** Stores the elements of one connection. */
class Ingestion {
  readonly #store: StreamStore;
  readonly #stream: MediaStream;
  readonly #baseMs: number;
  readonly #acknowledge: Acknowledge;
  readonly #tracks = new Map<number, TrackName>();
  #fragment: StoredFragment | undefined;

  constructor(store: StreamStore, stream: MediaStream, baseMs: number, acknowledge: Acknowledge) {
    this.#store = store;
    this.#stream = stream;
    this.#baseMs = baseMs;
    this.#acknowledge = acknowledge;
  }

  take(element: MediaElement): void {
    if (element.kind === 'track') this.#addTrack(element.trackNumber, element.name);
    else if (element.kind === 'cluster') this.#startFragment(element.timecodeMs);
    else if (element.kind === 'tag') this.#tag(element.name, element.value);
    else if (element.kind === 'block') {
      const track = this.#tracks.get(element.trackNumber);
      if (!track || !this.#fragment) return;
      const pcm = toSamples(element.payload);
      const producerTimestampMs = this.#baseMs + element.timecodeMs;
      this.#stream.append(this.#fragment, { track, pcm, producerTimestampMs });
    }
  }

  closeFragment(): void {
    if (!this.#fragment) return;
    const { producerTimestampMs: FragmentTimecode, number: FragmentNumber } = this.#fragment.head;
    this.#stream.closeFragment();
    this.#fragment = undefined;
    for (const EventType of ['RECEIVED', 'PERSISTED']) {
      this.#acknowledge({ EventType, FragmentTimecode, FragmentNumber });
    }
  }

  #addTrack(trackNumber: number, name: string): void {
    const role = trackRole(name);
    if (role) this.#tracks.set(trackNumber, TRACKS[role]);
  }

  #startFragment(timecodeMs: number): void {
    this.closeFragment();
    this.#fragment = this.#store.startFragment(this.#stream, this.#baseMs + timecodeMs);
    const { producerTimestampMs: FragmentTimecode } = this.#fragment.head;
    this.#acknowledge({ EventType: 'BUFFERING', FragmentTimecode });
  }

  #tag(name: string, value: string): void {
    if (name === 'ContactId' && this.#fragment) this.#fragment.contactId = value;
    if (name === 'InstanceId' && this.#fragment) this.#fragment.instanceId = value;
  }
}

/** What the timecodes count from: nothing, or the start that the producer tells in seconds. */
function baseMs(request: AwsRequest): number {
  if (header(request, 'x-amzn-fragment-timecode-type') === 'ABSOLUTE') return 0;
  const startS = Number(header(request, 'x-amzn-producer-start-timestamp'));
  if (Number.isFinite(startS)) return startS * 1000;
  const message = 'Relative timecodes need x-amzn-producer-start-timestamp.';
  throw new AwsFault(400, 'InvalidArgumentException', message);
}

function header(request: AwsRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
