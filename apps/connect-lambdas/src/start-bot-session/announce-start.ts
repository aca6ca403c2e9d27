import { WriteRefusedError, type CallRecord, type CallStore } from '@patchbay/call';
import { publishOutbox, type EventBus } from '@patchbay/messaging';
import { errorName, sleep, type Logger } from '@patchbay/platform';

/** A bus in trouble must not keep a caller waiting: what is not published stays in the outbox. */
const PUBLISH_LIMIT_MS = 1500;

export interface AnnouncementDependencies {
  readonly calls: CallStore;
  readonly bus: EventBus;
  readonly logger: Logger;
}

/**
 * Publishes the outbox of a call that no bridge owns yet. It never fails: the bridge that takes
 * the call publishes what is left.
 */
export async function announceStart(
  record: CallRecord,
  dependencies: AnnouncementDependencies,
): Promise<void> {
  if (record.epoch > 0 || record.outbox.length === 0) return;
  const published = publishUnowned(record, dependencies).catch((error: unknown) => {
    const { contactId } = record;
    dependencies.logger.warn('start left unpublished', { contactId, errorName: errorName(error) });
  });
  await Promise.race([published, sleep(PUBLISH_LIMIT_MS)]);
}

async function publishUnowned(record: CallRecord, { calls, bus }: AnnouncementDependencies) {
  const outbox = await publishOutbox(bus, record.outbox);
  try {
    await calls.write(record.contactId, { outbox }, { kind: 'epoch', epoch: record.epoch });
  } catch (error) {
    // A bridge took the call meanwhile, and its outbox with it.
    if (!(error instanceof WriteRefusedError)) throw error;
  }
}
