import type { CallRecord } from '@patchbay/call';
import {
  turnAnswerSchema,
  turnRefusalSchema,
  type DisconnectNotice,
  type TurnAnswer,
  type TurnRequest,
} from '@patchbay/contracts';
import { signatureHeaders, type Clock, type SigningKeys } from '@patchbay/platform';
import { BridgeUnreachableError, ClockSkewError, TurnRefusedError } from './errors';
import { postToBridge, type BridgeResponse } from './post-to-bridge';

export type Owner = NonNullable<CallRecord['owner']>;

/** The bridge that carries a call, as the Lambda functions reach it. */
export interface BridgeClient {
  /**
   * Long poll: "I have answer `cursor`; what is next?"
   * @throws BridgeUnreachableError, BridgeGoneError, TurnRefusedError, ClockSkewError
   */
  askTurn(owner: Owner, turn: TurnRequest, signal: AbortSignal): Promise<TurnAnswer>;
  /** @throws BridgeUnreachableError, TurnRefusedError, ClockSkewError */
  noticeDisconnect(owner: Owner, notice: DisconnectNotice, signal: AbortSignal): Promise<void>;
}

/** Signs each request with the first of the keys; see `signatureHeaders`. */
export function createBridgeClient(keys: SigningKeys, clock: Clock): BridgeClient {
  const post = async (owner: Owner, path: string, message: object, signal: AbortSignal) => {
    const body = JSON.stringify(message);
    const response = await postToBridge({
      url: new URL(path, owner.url),
      certificate: owner.certificate,
      headers: signatureHeaders(keys[0], body, clock.nowMs()),
      body,
      signal,
    });
    return acceptedJson(response);
  };
  return {
    async askTurn(owner, turn, signal) {
      const answer = await post(owner, `/calls/${turn.contactId}/turns`, turn, signal);
      const parsed = turnAnswerSchema.safeParse(answer);
      if (parsed.success) return parsed.data;
      throw new BridgeUnreachableError('answered with something else than a turn', {
        cause: parsed.error,
      });
    },
    async noticeDisconnect(owner, notice, signal) {
      await post(owner, `/calls/${notice.contactId}/disconnect`, notice, signal);
    },
  };
}

function acceptedJson({ status, text }: BridgeResponse): unknown {
  const json = parseJson(text);
  if (status === 200) return json;
  const refusal = turnRefusalSchema.safeParse(json);
  if (refusal.success && refusal.data.refusal === 'clock-skew') throw new ClockSkewError();
  if (refusal.success) throw new TurnRefusedError(refusal.data.refusal);
  throw new BridgeUnreachableError(`answered with status ${status}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
