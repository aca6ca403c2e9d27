import { buildApp } from 'fauxqs';
import type { AwsRequest, AwsResponse, AwsService } from '../front/aws-service';
import { send } from '../front/exchange';
import { query } from '../front/signed-for';

/** What may stand in the query. Any other sub-resource (`tagging`, `policy` …) the emulator would take for a plain put or get. */
const QUERY_NAMES = new Set([
  ...['x-id', 'list-type', 'prefix', 'delimiter', 'max-keys', 'start-after', 'encoding-type'],
  ...['continuation-token', 'fetch-owner', 'uploads', 'uploadId', 'partNumber', 'delete'],
]);
const QUERY_PREFIXES = /^(x-amz-|response-)/i;

/** Headers that the emulator would ignore, and which change what a request means. */
const REFUSED_HEADERS = ['if-none-match', 'if-match', 'x-amz-tagging', 'x-amz-object-lock-mode'];

/**
 * S3, kept by fauxqs in memory. Requests are handed over as they come, so that bodies stream;
 * both addressing styles work (`/bucket/key`, and `bucket.localhost` as the host).
 */
export async function createS3(): Promise<AwsService> {
  const fauxqs = buildApp({ logger: false });
  await fauxqs.ready();
  return {
    signingName: 's3',
    async handle(request, response) {
      const refused = notEmulatedPart(request);
      if (refused !== undefined) return refuse(request, response, refused);
      fauxqs.server.emit('request', request, response);
    },
    close: async () => void (await fauxqs.close()),
  };
}

function notEmulatedPart(request: AwsRequest): string | undefined {
  const known = (name: string) => QUERY_NAMES.has(name) || QUERY_PREFIXES.test(name);
  return (
    [...query(request).keys()].find((name) => !known(name)) ??
    REFUSED_HEADERS.find((name) => name in request.headers)
  );
}

function refuse(request: AwsRequest, response: AwsResponse, what: string): void {
  const error = `<Error><Code>NotImplemented</Code><Message>The local cloud does not emulate ${what}.</Message></Error>`;
  request.resume();
  response.setHeader('x-amzn-errortype', 'NotImplemented');
  send(response, 501, 'application/xml', error);
}
