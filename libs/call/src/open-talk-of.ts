import type { CallRecord } from './call-record';
import type { OpenTalk } from './open-talk';

/**
 * The open talk of a record, if it still holds: an owner of a version that does not know it has
 * moved cursor or sequence on since.
 */
export function openTalkOf({ talk, cursor, sequence }: CallRecord): OpenTalk | undefined {
  return talk?.cursor === cursor && talk.sequence === sequence ? talk : undefined;
}
