import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import type { CallRecord } from '@patchbay/call';
import { turnAnswerSchema, type TurnAnswer } from '@patchbay/contracts';
import { signatureHeaders } from '@patchbay/platform';

/** Longer than any poll lasts, and than a bridge is stopped here. */
const LIMIT_MS = 20_000;

/** Asks the owner of a call for the next turn; undefined when there is no answer to be had. */
export function pollBridge(
  { contactId, cursor, epoch, owner }: CallRecord,
  key: string,
): Promise<TurnAnswer | undefined> {
  const body = JSON.stringify({ contactId, cursor, epoch, deadlineMs: 2000 });
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    if (!owner) return none();
    const outgoing = request(
      new URL(`/calls/${contactId}/turns`, owner.url),
      {
        ...{ method: 'POST', agent: false, ca: owner.certificate },
        signal: AbortSignal.timeout(LIMIT_MS),
        headers: {
          'content-type': 'application/json',
          ...signatureHeaders(key, body, Date.now()),
        },
      },
      (response) =>
        void text(response)
          .then((json) => resolve(turnAnswerSchema.safeParse(JSON.parse(json)).data))
          .catch(none),
    );
    outgoing.on('error', none);
    outgoing.end(body);
  });
}
