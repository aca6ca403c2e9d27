import { callMessageSchema } from '@patchbay/contracts';
import type { LeaseQueue, ReceivedMessage } from '@patchbay/messaging';
import { errorName, isRetryable, sleep } from '@patchbay/platform';
import type { BridgeDependencies } from './bridge-dependencies';
import { CallLease, LEASE_VISIBILITY_S } from './call-lease';
import { carryCall } from './carry-call';
import { Checkpoint } from './checkpoint';
import { claimCall, type Owner } from './claim-call';
import { failCall } from './close-call';
import type { CarriedCall } from './http/turn-server';
import { Signal } from './signal';

/** Longest that SQS lets a poll wait. */
const LONG_POLL_S = 20;

/** SQS gives at most so many messages at once. */
const MAX_MESSAGES = 10;

/** While the queue itself fails, polls are spaced out. */
const POLL_PAUSE_MS = 1000;

export interface ServeCallsOptions {
  readonly bridge: BridgeDependencies;
  readonly queue: LeaseQueue;
  readonly owner: Owner;
  readonly maxCalls: number;
  /** The calls that this bridge carries, for the turn server. */
  readonly live: Map<string, CarriedCall>;
  /** Aborts when no new calls shall be taken. */
  readonly signal: AbortSignal;
}

/** Takes calls while there is room, until told to stop; then waits for those that it carries. */
export async function serveCalls(options: ServeCallsOptions): Promise<void> {
  const { queue, maxCalls, signal, bridge } = options;
  const carried = new Set<Promise<void>>();
  const roomChanged = new Signal();
  while (!signal.aborted) {
    const room = maxCalls - carried.size;
    if (room <= 0) {
      await roomChanged.wait(POLL_PAUSE_MS);
      continue;
    }
    const limit = Math.min(MAX_MESSAGES, room);
    const receive = { limit, visibilityS: LEASE_VISIBILITY_S, waitS: LONG_POLL_S, signal };
    const messages = await queue.receive(receive).catch(async (error: unknown) => {
      if (signal.aborted) return [];
      bridge.logger.warn('The calls queue cannot be read', { errorName: errorName(error) });
      await sleep(POLL_PAUSE_MS, signal);
      return [];
    });
    for (const message of messages) {
      const call = serveCall(message, options).finally(() => {
        carried.delete(call);
        roomChanged.fire();
      });
      carried.add(call);
    }
  }
  await Promise.all(carried);
}

/** One announced call: claimed, carried, and its message removed once the call is over. */
async function serveCall(message: ReceivedMessage, options: ServeCallsOptions): Promise<void> {
  const { bridge, queue, live } = options;
  const lease = new CallLease(queue, message, bridge.clock, bridge.logger);
  try {
    const { contactId } = callMessageSchema.parse(JSON.parse(message.body));
    // A second delivery of a call that is carried here moves nothing.
    if (live.has(contactId)) return;
    if (await carryAnnounced(contactId, lease, options)) await lease.complete();
  } catch (error) {
    bridge.logger.error('A call was not carried', {
      errorName: errorName(error),
      retryable: isRetryable(error),
    });
  } finally {
    lease.release();
  }
}

/** @returns whether the call's message has no more use */
async function carryAnnounced(
  contactId: string,
  lease: CallLease,
  { bridge, owner, live }: ServeCallsOptions,
): Promise<boolean> {
  const claim = await claimCall(contactId, owner, bridge.calls);
  if (claim.kind !== 'claimed') return claim.kind === 'over';
  const { record } = claim;
  const durationMs = bridge.clock.nowMs() - record.startedAtMs;
  bridge.logger.info('A call was claimed', { contactId, epoch: record.epoch, durationMs });
  const onReady = (call: CarriedCall) => live.set(contactId, call);
  try {
    return await carryCall({ record, bridge, lost: lease.lost, onReady });
  } catch (error) {
    if (isRetryable(error)) throw error;
    bridge.logger.error('A call failed', { contactId, errorName: errorName(error) });
    await failCall('bot_unavailable', new Checkpoint(record, bridge), bridge.clock);
    return true;
  } finally {
    live.delete(contactId);
  }
}
