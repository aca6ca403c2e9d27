import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { leaseAnswerSchema, type LeaseQuestion } from '@patchbay/contracts';
import { signatureHeaders, type Clock, type SigningKeys } from '@patchbay/platform';
import type { Owner } from '../claim-call';

/** A bridge answers from memory; longer would keep a caller waiting whose bridge is dead. */
const ANSWER_LIMIT_MS = 800;

/** Asks a bridge whether it holds a call; undefined when it does not, or does not answer. */
export type AskOwner = (owner: Owner, question: LeaseQuestion) => Promise<string | undefined>;

export const createAskOwner =
  (keys: SigningKeys, clock: Clock): AskOwner =>
  async (owner, question) => {
    const body = JSON.stringify(question);
    const headers = signatureHeaders(keys[0], body, clock.nowMs());
    const answer = await post(owner, `/calls/${question.contactId}/lease`, headers, body);
    return leaseAnswerSchema.safeParse(answer).data?.messageId;
  };

/** @returns the answer's JSON; undefined without a whole one. Only the record's certificate counts. */
function post(
  owner: Owner,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<unknown> {
  return new Promise((resolve) => {
    const none = () => resolve(undefined);
    const outgoing = request(
      new URL(path, owner.url),
      {
        method: 'POST',
        agent: false,
        ca: owner.certificate,
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
        headers: { ...headers, 'content-type': 'application/json' },
      },
      (response) =>
        void text(response)
          .then((json) => resolve(JSON.parse(json)))
          .catch(none),
    );
    outgoing.on('error', none);
    outgoing.end(body);
  });
}
