import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { MessageAttribute, OutgoingMessage } from '@patchbay/messaging';

type Attributes = OutgoingMessage['attributes'];

/** As SQS hands them out: binary values become text, so that they can be kept in a file. */
export function fromSqs(attributes: Readonly<Record<string, MessageAttributeValue>>): Attributes {
  return mapValues(attributes, ({ DataType = 'String', StringValue, BinaryValue }) =>
    BinaryValue
      ? { type: DataType, base64: Buffer.from(BinaryValue).toString('base64') }
      : { type: DataType, text: StringValue ?? '' },
  );
}

export const toSqs = (attributes: Attributes): Record<string, MessageAttributeValue> =>
  mapValues(attributes, ({ type, text, base64 }: MessageAttribute) =>
    base64 === undefined
      ? { DataType: type, StringValue: text ?? '' }
      : { DataType: type, BinaryValue: Buffer.from(base64, 'base64') },
  );

/** What a message counts against the limits of SQS. */
export function sizeInBytes({ body, attributes }: OutgoingMessage): number {
  const texts = Object.entries(attributes).flatMap(([name, { type, text = '', base64 = '' }]) => [
    name,
    type,
    text,
    base64,
  ]);
  return [body, ...texts].reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}

function mapValues<V, W>(record: Readonly<Record<string, V>>, map: (value: V) => W) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
