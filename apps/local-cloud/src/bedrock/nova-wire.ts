import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import { z } from 'zod';
import { InvalidInputError } from './invalid-input';
import type { NovaEvent } from '../speech-model/speech-model';

const codec = new EventStreamCodec(
  (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString('utf8')),
  (text) => Buffer.from(text, 'utf8'),
);

const chunkSchema = z.object({ bytes: z.base64() });
const novaSchema = z.object({
  event: z
    .record(z.string(), z.record(z.string(), z.unknown()))
    .refine((event) => Object.keys(event).length === 1, 'must be one event'),
});

/**
 * The event within an input frame: `{"bytes": "<base64 JSON>"}`, within a signed frame if the
 * client signs its chunks (the signature is not checked). Undefined for the empty signed frame
 * that ends the input.
 * @throws InvalidInputError when the frame is damaged or is not an event of the protocol
 */
export function decodeInput(frame: Buffer): NovaEvent | undefined {
  try {
    const outer = codec.decode(frame);
    if (!outer.headers[':chunk-signature']) return readChunk(outer.body);
    return outer.body.length === 0 ? undefined : readChunk(codec.decode(outer.body).body);
  } catch (error) {
    throw new InvalidInputError('a frame must hold one event of the protocol.', error);
  }
}

function readChunk(body: Uint8Array): NovaEvent {
  const { bytes } = chunkSchema.parse(parse(body));
  return novaSchema.parse(parse(Buffer.from(bytes, 'base64'))).event;
}

const parse = ({ buffer, byteOffset, byteLength }: Uint8Array): unknown =>
  JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8'));

export function encodeOutput(event: NovaEvent): Uint8Array {
  const bytes = Buffer.from(JSON.stringify({ event })).toString('base64');
  return encode({ ':message-type': 'event', ':event-type': 'chunk' }, { bytes });
}

/** @param exception as the API names it: `validationException` */
export function encodeException(exception: string, message: string): Uint8Array {
  return encode({ ':message-type': 'exception', ':exception-type': exception }, { message });
}

function encode(names: Readonly<Record<string, string>>, body: unknown): Uint8Array {
  const headers: MessageHeaders = {
    ':content-type': { type: 'string', value: 'application/json' },
  };
  for (const [name, value] of Object.entries(names)) headers[name] = { type: 'string', value };
  return codec.encode({ headers, body: Buffer.from(JSON.stringify(body)) });
}
