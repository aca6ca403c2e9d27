import type { DomainEvent } from '@patchbay/contracts';

/** Port: publishes events. */
export interface EventBus {
  /**
   * Publishes every event or says which ones are left.
   * @returns ids that the bus confirmed; a missing id was not published.
   */
  publish(events: readonly DomainEvent[]): Promise<readonly string[]>;
}
