import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';
import type { CallMessage } from '@patchbay/contracts';
import type { MessageSender } from '@patchbay/messaging';
import { errorName, type Clock, type Logger } from '@patchbay/platform';
import type { BridgeClient } from '../bridge/bridge-client';

export interface NoteDisconnectDependencies {
  readonly calls: CallStore;
  /** Announces calls to the bridges. */
  readonly callQueue: MessageSender;
  readonly bridge: Pick<BridgeClient, 'noticeDisconnect'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A bridge that does not take a notice in this time is not there to close the call either. */
const NOTICE_LIMIT_MS = 3000;

/**
 * Notes in the call's record that the caller is gone, and tells the bridge that carries the call,
 * which closes it. When none does, the call is announced once more: whichever bridge claims it
 * finds the note and closes the call at once. A message too many finds a call that is over, so
 * repeated and late events change nothing.
 *
 * Contacts without a call need nothing. A record that is put only after its contact has ended gets
 * no note: its bridge sees neither polls nor media, and closes the call by that.
 */
export async function noteDisconnect(
  contactId: string,
  dependencies: NoteDisconnectDependencies,
): Promise<void> {
  const { calls, callQueue, clock } = dependencies;
  if ((await noteInRecord(contactId, calls, clock.nowMs())) === 'needless') return;
  // Read again: a bridge that claimed the call just now may not have seen the note.
  const record = await calls.read(contactId);
  if (record?.status !== 'open') return;
  if (await isOwnerTold(record, dependencies)) return;
  const { agentId } = record;
  await callQueue.send(JSON.stringify({ contactId, agentId } satisfies CallMessage));
}

async function noteInRecord(contactId: string, calls: CallStore, disconnectedAtMs: number) {
  const record = await calls.read(contactId);
  if (record?.status !== 'open') return 'needless';
  if (record.disconnectedAtMs !== undefined) return 'noted';
  try {
    await calls.write(contactId, { disconnectedAtMs }, { kind: 'present' });
    return 'noted';
  } catch (error) {
    // The record has expired meanwhile: there is no call left to end.
    if (error instanceof WriteRefusedError) return 'needless';
    throw error;
  }
}

async function isOwnerTold(
  { contactId, epoch, owner }: CallRecord,
  { bridge, logger }: NoteDisconnectDependencies,
): Promise<boolean> {
  if (!owner) return false;
  const signal = AbortSignal.timeout(NOTICE_LIMIT_MS);
  try {
    await bridge.noticeDisconnect(owner, { event: 'disconnected', contactId, epoch }, signal);
    return true;
  } catch (error) {
    logger.warn('bridge not told of the disconnect', { contactId, errorName: errorName(error) });
    return false;
  }
}
