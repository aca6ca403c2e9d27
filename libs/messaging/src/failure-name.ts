import { z } from 'zod';
import type { FailedAttempt } from './failure-log';

/** As much of one of our events as names it, however wrong the rest is. */
const namedEventSchema = z.object({
  detail: z.object({ id: z.string().min(1).max(512), type: z.string().default('unknown') }),
});

/**
 * What a message's failures are noted and looked up by: its event's own id and type, or
 * `message:<messageId>` for what is not one of our events.
 */
export function failureNameOf(
  body: string,
  messageId: string | undefined,
): Pick<FailedAttempt, 'eventId' | 'eventType'> {
  const named = namedEventSchema.safeParse(parseJson(body));
  if (!named.success) return { eventId: `message:${messageId}`, eventType: 'unknown' };
  const { id, type } = named.data.detail;
  return { eventId: id, eventType: type };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
