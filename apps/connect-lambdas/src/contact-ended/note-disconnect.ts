import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';
import { errorName, type Clock, type Logger } from '@patchbay/platform';
import type { BridgeClient } from '../bridge/bridge-client';

export interface NoteDisconnectDependencies {
  readonly calls: CallStore;
  readonly bridge: Pick<BridgeClient, 'noticeDisconnect'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A bridge that does not take a notice at once sees the media end a little later. */
const NOTICE_LIMIT_MS = 3000;

/**
 * Notes in the call's record that the caller is gone, and tells the bridge that carries the call.
 * Contacts without a call, and calls that are over, need nothing; a repeated event changes nothing.
 */
export async function noteDisconnect(
  contactId: string,
  dependencies: NoteDisconnectDependencies,
): Promise<void> {
  const { calls, clock } = dependencies;
  const record = await calls.read(contactId);
  if (record?.status !== 'open') return;
  if (record.disconnectedAtMs === undefined) {
    await noteInRecord(contactId, calls, clock.nowMs());
  }
  await tellOwner(record, dependencies);
}

async function noteInRecord(contactId: string, calls: CallStore, disconnectedAtMs: number) {
  try {
    await calls.write(contactId, { disconnectedAtMs }, { kind: 'present' });
  } catch (error) {
    // The record has expired meanwhile: there is no call left to end.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}

/** Best effort: the bridge notices by itself, only later. */
async function tellOwner(
  { contactId, epoch, owner }: CallRecord,
  { bridge, logger }: NoteDisconnectDependencies,
): Promise<void> {
  if (!owner) return;
  const signal = AbortSignal.timeout(NOTICE_LIMIT_MS);
  await bridge
    .noticeDisconnect(owner, { event: 'disconnected', contactId, epoch }, signal)
    .catch((error: unknown) => {
      logger.warn('bridge not told of the disconnect', { contactId, errorName: errorName(error) });
    });
}
