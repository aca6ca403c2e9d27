import { randomBytes, randomUUID } from 'node:crypto';
import { signatureHeaders, TIMESTAMP_HEADER } from '@patchbay/platform';
import type { LiveCall } from '../turns/live-call';

/** A signature is good for two minutes, whatever the product takes. */
const TOO_OLD_MS = 2 * 60 * 1000 + 5000;

/** A request that no holder of a key meant for this call at this moment. */
export interface Forgery {
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The status that it must be refused with. */
  readonly status: number;
}

type Forge = (call: LiveCall, cursor: number, key: string) => Forgery;

const turns = ({ contactId }: LiveCall) => `/calls/${contactId}/turns`;
const disconnect = ({ contactId }: LiveCall) => `/calls/${contactId}/disconnect`;

/** The poll that would move the call on. */
const poll = (call: LiveCall, cursor: number) => JSON.stringify(call.turn(cursor, 1));
const notice = ({ contactId, epoch }: LiveCall) =>
  JSON.stringify({ event: 'disconnected', contactId, epoch });

const aged = (call: LiveCall, cursor: number, key: string, byMs: number): Forgery => {
  const body = poll(call, cursor);
  const headers = signatureHeaders(key, body, Date.now() + byMs);
  return { path: turns(call), body, headers, status: 401 };
};

/** By kind. Each would change the call's state if it were taken. */
export const FORGERIES: Readonly<Record<string, Forge>> = {
  unsigned: (call, cursor) => ({
    path: turns(call),
    body: poll(call, cursor),
    headers: {},
    status: 401,
  }),
  'unsigned-disconnect': (call) => ({
    path: disconnect(call),
    body: notice(call),
    headers: {},
    status: 401,
  }),
  'other-key': (call, cursor) => {
    const body = poll(call, cursor);
    const headers = signatureHeaders(randomBytes(24).toString('hex'), body, Date.now());
    return { path: turns(call), body, headers, status: 401 };
  },
  'altered-body': (call, cursor, key) => ({
    path: turns(call),
    body: poll(call, cursor),
    headers: signatureHeaders(key, poll(call, cursor + 1), Date.now()),
    status: 401,
  }),
  'altered-timestamp': (call, cursor, key) => {
    const body = poll(call, cursor);
    const headers = signatureHeaders(key, body, Date.now());
    const later = { [TIMESTAMP_HEADER]: String(Date.now() + 1000) };
    return { path: turns(call), body, headers: { ...headers, ...later }, status: 401 };
  },
  expired: (call, cursor, key) => aged(call, cursor, key, -TOO_OLD_MS),
  'from-the-future': (call, cursor, key) => aged(call, cursor, key, TOO_OLD_MS),
  'of-another-call': (call, cursor, key) => {
    const body = JSON.stringify({ ...call.turn(cursor, 1), contactId: randomUUID() });
    return {
      path: turns(call),
      body,
      headers: signatureHeaders(key, body, Date.now()),
      status: 400,
    };
  },
  'poll-as-disconnect': (call, cursor, key) => {
    const body = poll(call, cursor);
    const headers = signatureHeaders(key, body, Date.now());
    return { path: disconnect(call), body, headers, status: 400 };
  },
  'wrong-path': (call, cursor, key) => {
    const body = poll(call, cursor);
    const headers = signatureHeaders(key, body, Date.now());
    return { path: `/calls/${call.contactId}`, body, headers, status: 404 };
  },
};

/** What a bridge calls those that prove nothing, or prove it for another time. */
export const LOGGED_AS: Readonly<Record<string, 'BadSignatureError' | 'ClockSkewError'>> = {
  unsigned: 'BadSignatureError',
  'unsigned-disconnect': 'BadSignatureError',
  'other-key': 'BadSignatureError',
  'altered-body': 'BadSignatureError',
  'altered-timestamp': 'BadSignatureError',
  expired: 'ClockSkewError',
  'from-the-future': 'ClockSkewError',
};
