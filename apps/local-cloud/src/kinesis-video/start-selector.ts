import { z } from 'zod';
import { AwsFault } from '../front/aws-fault';
import type { MediaStream } from './media-stream';
import type { StoredFragment } from './stored-fragment';

const fragmentNumber = z.string().regex(/^\d{1,128}$/);

/** GetMedia's StartSelector, with timestamps in epoch seconds as the wire has them. */
export const startSelectorSchema = z.discriminatedUnion('StartSelectorType', [
  z.object({ StartSelectorType: z.literal('NOW') }),
  z.object({ StartSelectorType: z.literal('EARLIEST') }),
  z.object({
    StartSelectorType: z.literal('FRAGMENT_NUMBER'),
    AfterFragmentNumber: fragmentNumber,
  }),
  z.object({ StartSelectorType: z.literal('PRODUCER_TIMESTAMP'), StartTimestamp: z.number() }),
  z.object({ StartSelectorType: z.literal('SERVER_TIMESTAMP'), StartTimestamp: z.number() }),
  z.object({
    StartSelectorType: z.literal('CONTINUATION_TOKEN'),
    ContinuationToken: fragmentNumber,
  }),
]);
export type StartSelector = z.infer<typeof startSelectorSchema>;

/** @throws AwsFault InvalidArgumentException, as GetMedia answers a selector that it cannot use */
export function parseStartSelector(input: unknown): StartSelector {
  const parsed = startSelectorSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new AwsFault(400, 'InvalidArgumentException', 'StartSelector is not valid.');
}

/** Whether a session that starts so may begin with the given fragment. */
export function startsWith(
  selector: StartSelector,
  stream: MediaStream,
): (fragment: StoredFragment) => boolean {
  switch (selector.StartSelectorType) {
    case 'NOW': {
      const latest = stream.latest?.head.index ?? 0;
      return ({ head }) => head.index >= latest;
    }
    case 'EARLIEST':
      return () => true;
    case 'FRAGMENT_NUMBER':
      return isAfter(selector.AfterFragmentNumber);
    case 'CONTINUATION_TOKEN':
      return isAfter(selector.ContinuationToken);
    case 'PRODUCER_TIMESTAMP':
      return holds(selector.StartTimestamp, ({ head }) => head.producerTimestampMs);
    case 'SERVER_TIMESTAMP':
      return holds(selector.StartTimestamp, ({ head }) => head.serverTimestampMs);
  }
}

const isAfter = (number: string) => {
  const after = BigInt(number);
  return ({ head }: StoredFragment) => BigInt(head.number) > after;
};

/** The fragment that holds the moment, or a later one; an open fragment may yet come to hold it. */
function holds(timestampS: number, startMs: (fragment: StoredFragment) => number) {
  return (fragment: StoredFragment) => {
    const lengthMs = fragment.endMs - fragment.head.producerTimestampMs;
    const isOpen = fragment.closedAtMs === undefined;
    return isOpen || startMs(fragment) + lengthMs > timestampS * 1000;
  };
}
