import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { AwsRequest, AwsResponse } from './aws-service';
import { AwsFault } from './aws-fault';

/** More than any AWS JSON call may carry (DynamoDB takes 16 MB). */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

/** The whole body. @throws AwsFault when it is larger than any AWS call may be */
export async function readBody(request: AwsRequest): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > BODY_LIMIT_BYTES) {
      throw new AwsFault(413, 'RequestEntityTooLargeException', 'The body is over 16 MB.');
    }
  }
  return Buffer.concat(chunks);
}

/** The JSON body, held to `schema`. @throws AwsFault a ValidationException naming what is wrong */
export async function readJson<T extends z.ZodType>(
  request: AwsRequest,
  schema: T,
): Promise<z.output<T>> {
  return validate(schema, parseJson(await readBody(request)));
}

/** @throws AwsFault a ValidationException naming what is wrong */
export function validate<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new AwsFault(400, 'ValidationException', problems.join('; '));
}

export function sendJson(response: AwsResponse, status: number, body: unknown): void {
  send(response, status, 'application/json', JSON.stringify(body));
}

/** An error as the JSON protocols of AWS carry it. */
export function sendAwsError(
  response: AwsResponse,
  status: number,
  type: string,
  message: string,
): void {
  response.setHeader('x-amzn-errortype', type);
  sendJson(response, status, { __type: type, message });
}

export function send(
  response: AwsResponse,
  status: number,
  contentType: string,
  body: string | Uint8Array,
): void {
  response.statusCode = status;
  response.setHeader('content-type', contentType);
  response.setHeader('x-amzn-requestid', randomUUID());
  response.end(body);
}

/** An empty body counts as an empty object. @throws AwsFault SerializationException */
export function parseJson(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsFault(400, 'SerializationException', 'The body is not JSON.');
  }
}
