/**
 * Sockets for an AWS client that many live calls share. The SDK opens 50 by default, and then the
 * 51st request waits without a word; a bridge carries 200 calls with a request each.
 */
const MAX_SOCKETS = 256;

type Log = (...content: unknown[]) => void;

const drop: Log = () => undefined;

/** `requestHandler` options for an AWS SDK client; the plain agent serves cleartext endpoints. */
const connectionPool = {
  httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
};

/**
 * Drops what the SDK tells, as its own default does. But for a logger that has `info` the SDK first
 * copies every request and answer in depth, to leave out what is secret: a call's whole record with
 * each write. This one has none, and the SDK asks before it calls.
 */
export const quietLogger = { debug: drop, warn: drop, error: drop } as Record<
  'debug' | 'info' | 'warn' | 'error',
  Log
>;

/** Settings of an AWS SDK client that many live calls share. */
export const busyClient = { requestHandler: connectionPool, logger: quietLogger };
