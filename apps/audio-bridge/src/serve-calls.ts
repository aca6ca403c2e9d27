import type { LeaseQueue, ReceivedMessage } from '@patchbay/messaging';
import { errorName, sleep } from '@patchbay/platform';
import type { CallLease } from './call-lease';
import { serveCall, type ServeCallOptions } from './serve-call';
import { Signal } from './signal';

/** Longest that SQS lets a poll wait. */
const LONG_POLL_S = 20;

/**
 * What is received is held by a heartbeat at once. Of a bridge that died in its long poll SQS may
 * not know, and hide messages for it: so long at most.
 */
const RECEIVE_VISIBILITY_S = 2;

/** SQS gives at most so many messages at once. */
const MAX_MESSAGES = 10;

/** While the queue itself fails, polls are spaced out. */
const POLL_PAUSE_MS = 1000;

/** What a call that has to leave may take to do so; a bridge that waits for longer is killed. */
const LAST_STEPS_MS = 5000;

export interface ServeCallsOptions extends ServeCallOptions {
  readonly queue: LeaseQueue;
  readonly maxCalls: number;
}

/**
 * Takes calls while there is room, until the bridge is to end; then waits until those that it
 * carries are over or have left.
 */
export async function serveCalls(options: ServeCallsOptions): Promise<void> {
  const { maxCalls, drain, standAside } = options;
  const carried = new Set<Promise<void>>();
  const roomChanged = new Signal();
  while (!drain.begun.aborted) {
    const room = maxCalls - carried.size;
    if (room <= 0) {
      await roomChanged.wait(POLL_PAUSE_MS);
      continue;
    }
    if (standAside.leftMs > 0) {
      await sleep(standAside.leftMs, drain.begun);
      continue;
    }
    const messages = await receive(Math.min(MAX_MESSAGES, room), options);
    // While these are being held, the next ones are asked for already.
    const leases = hold(messages, options);
    for (const message of messages) {
      const call = serveOne(message, leases, options).finally(() => {
        carried.delete(call);
        roomChanged.fire();
      });
      carried.add(call);
    }
  }
  await Promise.race([Promise.all(carried), sleep(drain.limitMs + LAST_STEPS_MS)]);
}

/** What it takes is held; what it cannot hold is announced again within seconds. */
async function hold(
  messages: readonly ReceivedMessage[],
  { heartbeat, bridge }: ServeCallsOptions,
): Promise<readonly CallLease[]> {
  if (messages.length === 0) return [];
  return heartbeat.hold(messages).catch((error: unknown) => {
    bridge.logger.warn('Calls cannot be held', { errorName: errorName(error) });
    return [];
  });
}

async function serveOne(
  { receiptHandle }: ReceivedMessage,
  leases: Promise<readonly CallLease[]>,
  options: ServeCallsOptions,
): Promise<void> {
  const lease = (await leases).find(({ message }) => message?.receiptHandle === receiptHandle);
  if (lease) await serveCall(lease, options);
}

async function receive(
  limit: number,
  { queue, bridge, drain }: ServeCallsOptions,
): Promise<readonly ReceivedMessage[]> {
  const signal = drain.begun;
  try {
    const wish = { limit, visibilityS: RECEIVE_VISIBILITY_S, waitS: LONG_POLL_S, signal };
    return await queue.receive(wish);
  } catch (error) {
    if (signal.aborted) return [];
    bridge.logger.warn('The calls queue cannot be read', { errorName: errorName(error) });
    await sleep(POLL_PAUSE_MS, signal);
    return [];
  }
}
