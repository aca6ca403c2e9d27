import type { DomainEvent } from '@patchbay/contracts';
import type { EventBus } from '@patchbay/messaging';

export interface MemoryEventBus extends EventBus {
  readonly published: DomainEvent[];
  /** From here on the bus does not confirm events of these types. */
  refuse(...types: DomainEvent['type'][]): void;
}

/** A bus that keeps what it confirmed. */
export function createMemoryEventBus(): MemoryEventBus {
  const published: DomainEvent[] = [];
  let refused: readonly string[] = [];
  return {
    published,
    refuse: (...types) => void (refused = types),
    async publish(events) {
      const accepted = events.filter(({ type }) => !refused.includes(type));
      published.push(...accepted);
      return accepted.map(({ id }) => id);
    },
  };
}
