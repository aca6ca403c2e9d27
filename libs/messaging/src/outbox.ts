import type { DomainEvent } from '@patchbay/contracts';
import type { EventBus } from './event-bus';

/**
 * Publishes what an outbox holds. Events are in the record before they are published, and leave it
 * only when the bus has confirmed them; whoever owns the record next publishes the rest again,
 * under the same ids.
 * @returns the events that are left, in order: the new content of the outbox
 */
export async function publishOutbox(
  bus: EventBus,
  outbox: readonly DomainEvent[],
): Promise<DomainEvent[]> {
  if (outbox.length === 0) return [];
  const confirmed = new Set(await bus.publish(outbox));
  return outbox.filter(({ id }) => !confirmed.has(id));
}
