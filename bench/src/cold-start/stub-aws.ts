import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { marshall } from '@aws-sdk/util-dynamodb';
import { writeMulawWav } from '@patchbay/audio';
import type { CallRecord } from '@patchbay/call';

/** A greeting that was rendered by an earlier call: a second of silence (0xff in µ-law). */
const GREETING = writeMulawWav(new Uint8Array(8000).fill(0xff));

export interface StubAws {
  readonly endpointUrl: string;
  close(): Promise<void>;
}

/** Answers at once what the functions ask of AWS, so that what is measured is theirs alone. */
export async function startStubAws(record: CallRecord): Promise<StubAws> {
  const Item = marshall(record, { removeUndefinedValues: true });
  const answers: Readonly<Record<string, (body: string) => object>> = {
    GetItem: () => ({ Item }),
    UpdateItem: () => ({}),
    SendMessage: (body) => ({ MessageId: '1', MD5OfMessageBody: md5(JSON.parse(body)) }),
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const answer = answers[operationOf(request)];
    if (answer) return response.end(JSON.stringify(answer(body)));
    if (request.url?.includes('/phrases/')) return response.end(GREETING);
    response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpointUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** `DynamoDB_20120810.GetItem` and the like; S3 has none. */
const operationOf = ({ headers }: IncomingMessage) =>
  String(headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1) ?? '';

const md5 = ({ MessageBody }: { MessageBody: string }) =>
  createHash('md5').update(MessageBody).digest('hex');
