import { WriteRefusedError, type CallRecord } from '@patchbay/call';
import { callMessageSchema } from '@patchbay/contracts';
import { LeaseLostError } from '@patchbay/messaging';
import { errorName, isRetryable, untilDone } from '@patchbay/platform';
import type { BridgeDependencies } from './bridge-dependencies';
import type { CallLease } from './call-lease';
import { carryCall } from './carry-call';
import { Checkpoint } from './checkpoint';
import { claimCall } from './claim-call';
import { Departure, type Drain } from './drain';
import { fenceBridge, fenceTurns } from './fence';
import { findOwner, type FindOwnerDependencies } from './find-owner';
import { giveUpCall, setAside, type GiveUpDependencies } from './give-up-call';
import type { Heartbeat } from './heartbeat';
import type { HeldCalls } from './held-calls';
import type { CarriedCall } from './http/turn-server';
import { RecordedHold } from './recorded-hold';
import type { StandAside } from './stand-aside';

/** The caller has waited for so many bridges in a row in vain. */
const LOSS_LIMIT = 3;

/** A hand-over is not given up while the store is away: it would count as a loss. */
const STORE_BACKOFF = { baseMs: 100, capMs: 1000 };

export interface ServeCallOptions extends FindOwnerDependencies {
  readonly bridge: BridgeDependencies;
  readonly heartbeat: Heartbeat;
  /** The calls that this bridge has in hand, for other bridges. */
  readonly held: HeldCalls;
  /** The calls that this bridge carries, for the polls of contact flows. */
  readonly live: Map<string, CarriedCall>;
  readonly setAside: GiveUpDependencies;
  readonly drain: Drain;
  readonly standAside: StandAside;
}

/** What becomes of a call's message. `leave`: it is announced again when its visibility ends. */
type Fate = 'remove' | 'leave' | 'give-back';

/** One announced call: claimed, carried, and its message removed once the call is over. */
export async function serveCall(lease: CallLease, options: ServeCallOptions): Promise<void> {
  const { bridge, heartbeat } = options;
  try {
    const fate = await serveMessage(lease, options);
    if (fate === 'remove') await heartbeat.complete(lease);
    if (fate === 'give-back') await heartbeat.giveBack(lease);
  } catch (error) {
    bridge.logger.error('A call was not carried', {
      errorName: errorName(error),
      retryable: isRetryable(error),
    });
  } finally {
    heartbeat.letGo(lease);
  }
}

async function serveMessage(lease: CallLease, options: ServeCallOptions): Promise<Fate> {
  const { held, drain, standAside } = options;
  if (drain.begun.aborted || standAside.leftMs > 0) return 'give-back';
  const contactId = contactOf(lease.body);
  if (contactId === undefined) {
    await setAside(lease.body, 'malformed_message', 0, options.setAside);
    return 'remove';
  }
  const inHand = held.leaseOf(contactId);
  if (inHand) return serveSecond(contactId, lease, inHand, options);
  held.take(contactId, lease);
  try {
    return await serveAnnounced(contactId, lease, options);
  } finally {
    held.release(contactId);
  }
}

/** Another message of a call that is in hand here: unless the call was taken from us, and is in none. */
async function serveSecond(
  contactId: string,
  lease: CallLease,
  inHand: CallLease,
  { bridge, standAside }: ServeCallOptions,
): Promise<Fate> {
  const record = await bridge.calls.read(contactId);
  if (record && standAside.isForOthers(record)) {
    inHand.end();
    return 'give-back';
  }
  return lease.message ? fateOfSecond(lease, inHand.offer(lease.message)) : 'leave';
}

/**
 * A second message of a call that is held by another one is removed: the call is announced by that
 * one when its owner dies. The very message that holds the call stays.
 */
function fateOfSecond({ message }: CallLease, holdingMessageId: string | undefined): Fate {
  const isSecond = holdingMessageId !== undefined && holdingMessageId !== message?.messageId;
  return isSecond ? 'remove' : 'leave';
}

async function serveAnnounced(
  contactId: string,
  lease: CallLease,
  options: ServeCallOptions,
): Promise<Fate> {
  const { owner, held } = options;
  const departure = new Departure(options.drain, options.bridge.clock);
  const bridge = fenceBridge(options.bridge, lease, departure.left);
  const { record, holdingMessageId } = await findOwner(contactId, lease, options);
  if (record?.status !== 'open') return settle(record, bridge);
  if (holdingMessageId !== undefined) return fateOfSecond(lease, holdingMessageId);
  if (options.standAside.isForOthers(record)) return 'give-back';
  const heldMessageId = lease.message?.messageId;
  if (heldMessageId === undefined) return 'leave';
  const claimed = await claimCall(record, { owner, heldMessageId }, bridge.calls);
  if (!claimed) return 'leave';
  const { epoch } = claimed;
  held.claimed(contactId, epoch);
  lease.isStillOurs = async () => (await bridge.calls.read(contactId))?.epoch === epoch;
  lease.recorded = new RecordedHold(heldMessageId, (messageId) =>
    bridge.calls.write(contactId, { heldMessageId: messageId }, { kind: 'epoch', epoch }),
  );
  const durationMs = bridge.clock.nowMs() - record.startedAtMs;
  bridge.logger.info('A call was claimed', { contactId, epoch, durationMs });
  const carried = await carryClaimed(claimed, lease, departure, { ...options, bridge });
  return carried === 'left' ? handOver(claimed, lease, options.bridge) : carried;
}

/** @param options its bridge is fenced by the lease */
async function carryClaimed(
  record: CallRecord,
  lease: CallLease,
  departure: Departure,
  options: ServeCallOptions,
): Promise<Fate | 'left'> {
  const { bridge, live } = options;
  const { contactId } = record;
  const onReady = (call: CarriedCall) =>
    live.set(contactId, { ...call, turns: fenceTurns(call.turns, lease, departure.left) });
  try {
    if (record.losses >= LOSS_LIMIT) await giveUp('bridges_lost', record, lease, options);
    else if (!(await carryCall({ record, bridge, lost: lease.lost, departure, onReady }))) {
      if (departure.left.aborted) return 'left';
      bridge.logger.warn('A call was lost', { contactId, epoch: record.epoch });
      return 'leave';
    }
  } catch (error) {
    if (isRetryable(error) || isLost(error, lease)) throw error;
    bridge.logger.error('A call failed', { contactId, errorName: errorName(error) });
    await giveUp('bot_unavailable', record, lease, options);
  } finally {
    live.delete(contactId);
  }
  return settle(await bridge.calls.read(contactId), bridge);
}

const giveUp = (reason: string, record: CallRecord, lease: CallLease, options: ServeCallOptions) =>
  giveUpCall({ reason, record, body: lease.body }, options.bridge, options.setAside);

const isLost = (error: unknown, lease: CallLease) =>
  !lease.isHeld || error instanceof LeaseLostError || error instanceof WriteRefusedError;

/** A call without an owner costs nobody a loss: the next bridge finds it as if just announced. */
async function handOver(
  { contactId, epoch }: CallRecord,
  lease: CallLease,
  bridge: BridgeDependencies,
): Promise<Fate> {
  const nobody = { owner: undefined, heldMessageId: undefined };
  await untilDone(() => {
    lease.assertHeld();
    return bridge.calls.write(contactId, nobody, { kind: 'epoch', epoch });
  }, STORE_BACKOFF);
  bridge.logger.info('A call was handed over', { contactId, epoch });
  return 'give-back';
}

/** The message of a call that is over is kept until the bus has confirmed the call's last event. */
async function settle(record: CallRecord | undefined, bridge: BridgeDependencies): Promise<Fate> {
  if (!record || record.outbox.length === 0) return 'remove';
  const checkpoint = new Checkpoint(record, bridge);
  await checkpoint.publishOutbox();
  return checkpoint.record.outbox.length === 0 ? 'remove' : 'leave';
}

function contactOf(body: string): string | undefined {
  try {
    return callMessageSchema.parse(JSON.parse(body)).contactId;
  } catch {
    return undefined;
  }
}
