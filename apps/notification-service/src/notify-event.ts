import { carryOutOnce, type EffectLedger } from '@patchbay/messaging';
import { errorName, isRetryable, type Logger } from '@patchbay/platform';
import type { NotableEvent, NotificationChannel } from './channels/channel';
import { NotificationFailedError } from './errors';

export interface NotifyDependencies {
  /** The channels that this event is told through. */
  readonly channelsFor: (event: NotableEvent) => Promise<readonly NotificationChannel[]>;
  readonly ledger: EffectLedger;
  /** How long a channel may take. */
  readonly effectLimitMs?: number;
  readonly logger: Logger;
}

/**
 * Tells every channel of an event, each on its own: one that fails neither stops the others nor
 * repeats them when the message comes again, to this consumer or to another.
 * @throws NotificationFailedError naming the channels that failed
 */
export async function notifyEvent(
  event: NotableEvent,
  signal: AbortSignal,
  dependencies: NotifyDependencies,
): Promise<void> {
  const { channelsFor, logger } = dependencies;
  const channels = await channelsFor(event);
  const results = await Promise.allSettled(
    channels.map((channel) => notifyOnce(event, channel, signal, dependencies)),
  );
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected'
      ? [{ channel: channels[index]?.name ?? '', error: result.reason }]
      : [],
  );
  const { id: eventId, type: eventType, subject: contactId } = event;
  for (const { channel, error } of failures) {
    const outcome = { channel, errorName: errorName(error), retryable: isRetryable(error) };
    logger.warn('notification failed', { eventId, eventType, contactId, ...outcome });
  }
  if (failures.length > 0) {
    throw new NotificationFailedError(failures);
  }
  const count = results.filter((result) => result.status === 'fulfilled' && result.value).length;
  logger.info('notified', { eventId, eventType, contactId, count });
}

/** @returns false when this channel was told before */
function notifyOnce(
  event: NotableEvent,
  channel: NotificationChannel,
  signal: AbortSignal,
  { ledger, effectLimitMs }: NotifyDependencies,
): Promise<boolean> {
  const key = { source: event.source, id: event.id, effect: channel.name };
  const notify = (limit: AbortSignal) => channel.notify(event, limit);
  return carryOutOnce(key, notify, { ledger, signal, effectLimitMs });
}
