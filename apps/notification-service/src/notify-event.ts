import { errorName, isRetryable, type Logger } from '@patchbay/platform';
import type { NotableEvent, NotificationChannel } from './channels/channel';
import type { DeliveryMemory } from './delivery-memory';
import { NotificationFailedError } from './errors';

export interface NotifyDependencies {
  /** The channels that this event is told through. */
  readonly channelsFor: (event: NotableEvent) => Promise<readonly NotificationChannel[]>;
  readonly delivered: DeliveryMemory;
  readonly logger: Logger;
}

/**
 * Tells every channel of an event, each on its own: one that fails neither stops the others nor
 * repeats them when the message comes again.
 * @throws NotificationFailedError naming the channels that failed
 */
export async function notifyEvent(
  event: NotableEvent,
  signal: AbortSignal,
  { channelsFor, delivered, logger }: NotifyDependencies,
): Promise<void> {
  const channels = await channelsFor(event);
  const due = channels.filter(({ name }) => !delivered.has(event.id, name));
  const results = await Promise.allSettled(
    due.map(async (channel) => {
      await channel.notify(event, signal);
      delivered.add(event.id, channel.name);
    }),
  );
  const failures = results.flatMap((result, index) =>
    result.status === 'rejected' ? [{ channel: due[index]?.name ?? '', error: result.reason }] : [],
  );
  const { id: eventId, type: eventType, subject: contactId } = event;
  for (const { channel, error } of failures) {
    const outcome = { channel, errorName: errorName(error), retryable: isRetryable(error) };
    logger.warn('notification failed', { eventId, eventType, contactId, ...outcome });
  }
  if (failures.length > 0) {
    throw new NotificationFailedError(
      failures.map(({ channel }) => channel),
      failures.map(({ error }) => error),
    );
  }
  logger.info('notified', { eventId, eventType, contactId, count: due.length });
}
