import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';

export type AwsRequest = IncomingMessage | Http2ServerRequest;
export type AwsResponse = ServerResponse | Http2ServerResponse;

/** One emulated AWS service; the front routes requests to it by the SigV4 signing name. */
export interface AwsService {
  /** As in the credential scope: `sqs`, `events`, `kinesisvideo`, `bedrock` … */
  readonly signingName: string;
  /** Answers the request whole; an operation that is not emulated answers 501. */
  handle(request: AwsRequest, response: AwsResponse): Promise<void>;
  close?(): Promise<void>;
}
