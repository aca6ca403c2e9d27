import type { z } from 'zod';
import { MalformedMessageError } from './errors';

/**
 * Reads one of our events from a queue that an EventBridge rule fills: the event is its `detail`.
 * @throws MalformedMessageError naming each wrong field, without its value
 */
export function parseBusMessage<Event>(body: string, event: z.ZodType<Event>): Event {
  const message = parseJson(body) as { detail?: unknown } | null;
  const parsed = event.safeParse(message?.detail);
  if (parsed.success) return parsed.data;
  throw new MalformedMessageError(
    parsed.error.issues.map(({ path, message }) => `${['detail', ...path].join('.')}: ${message}`),
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new MalformedMessageError(['it is not JSON'], error);
  }
}
