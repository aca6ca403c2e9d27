/**
 * Sockets for an AWS client that many live calls share. The SDK opens 50 by default, and then the
 * 51st request waits without a word; a bridge carries 200 calls with a request each.
 */
const MAX_SOCKETS = 256;

/** `requestHandler` options for an AWS SDK client; the plain agent serves cleartext endpoints. */
export const connectionPool = {
  httpAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
  httpsAgent: { keepAlive: true, maxSockets: MAX_SOCKETS },
};
