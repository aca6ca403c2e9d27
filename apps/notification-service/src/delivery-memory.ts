/** Deliveries of the last hours at any load that one service carries. */
const MAX_REMEMBERED = 10_000;

/**
 * What this process has delivered, so that the retry of one channel does not repeat the others.
 * It forgets at a restart: a delivery may then be repeated, which its receiver must bear.
 */
export class DeliveryMemory {
  readonly #delivered = new Set<string>();

  has(eventId: string, channel: string): boolean {
    return this.#delivered.has(key(eventId, channel));
  }

  add(eventId: string, channel: string): void {
    this.#delivered.add(key(eventId, channel));
    const [oldest] = this.#delivered;
    if (this.#delivered.size > MAX_REMEMBERED && oldest) this.#delivered.delete(oldest);
  }
}

const key = (eventId: string, channel: string) => `${channel} ${eventId}`;
