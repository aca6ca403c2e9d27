import type { Writable } from 'node:stream';
import { NotEmulated } from '../front/aws-fault';
import type { AwsRequest, AwsService } from '../front/aws-service';
import { operationName } from '../front/signed-for';
import type {
  ModelConnection,
  ModelSession,
  NovaEvent,
  SpeechModel,
} from '../speech-model/speech-model';
import { FrameSplitter } from './frame-splitter';
import { InvalidInputError } from './invalid-input';
import { decodeInput, encodeException, encodeOutput } from './nova-wire';

const STREAM_PATH = /^\/model\/([^/]+)\/invoke-with-bidirectional-stream$/;

/** Minutes of speech: a client that reads no more is cut off, so that it cannot fill the memory. */
const UNREAD_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Bedrock's InvokeModelWithBidirectionalStream, on whose other side a SpeechModel sits.
 * A model that throws an AwsFault from `open` answers the request with it.
 */
export function createBedrock({ speechModel }: { speechModel: SpeechModel }): AwsService {
  return {
    signingName: 'bedrock',
    async handle(request, response) {
      const modelId = STREAM_PATH.exec(request.url ?? '')?.[1];
      if (modelId === undefined) throw new NotEmulated(operationName(request));
      const connection = new StreamConnection(decodeURIComponent(modelId), response);
      const session = speechModel.open(connection);
      response.once('close', () => session.close());
      response.setHeader('content-type', 'application/vnd.amazon.eventstream');
      await feed(request, connection, session);
    },
  };
}

/** Hands every input event to the session; what is not one ends the stream. */
async function feed(request: AwsRequest, connection: StreamConnection, session: ModelSession) {
  let saidGoodbye = false;
  try {
    for await (const event of inputEvents(request)) {
      saidGoodbye ||= 'sessionEnd' in event;
      session.receive(event);
    }
    // After a sessionEnd the model says its last words; without one nobody waits for them.
    if (!saidGoodbye) connection.end();
  } catch (error) {
    if (error instanceof InvalidInputError) connection.fail('validationException', error.message);
    else if (!request.aborted) throw error;
  }
}

async function* inputEvents(request: AwsRequest): AsyncGenerator<NovaEvent> {
  const splitter = new FrameSplitter();
  for await (const chunk of request) {
    for (const frame of splitter.push(chunk)) {
      const event = decodeInput(frame);
      if (event) yield event;
    }
  }
}

class StreamConnection implements ModelConnection {
  readonly modelId: string;
  readonly #response: Writable;

  constructor(modelId: string, response: Writable) {
    this.modelId = modelId;
    this.#response = response;
  }

  send(event: NovaEvent): void {
    if (this.#isOver) return;
    this.#response.write(encodeOutput(event));
    if (this.#response.writableLength > UNREAD_LIMIT_BYTES) this.#response.destroy();
  }

  fail(exception: string, message: string): void {
    if (!this.#isOver) this.#response.end(encodeException(exception, message));
  }

  end(): void {
    if (!this.#isOver) this.#response.end();
  }

  get #isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }
}
