import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock, type Clock } from './clock';

/** Long enough to get on with it, short beside all that has to be answered in time. */
const SLICE_MS = 10;

/**
 * What a process does as fast as it can, while other things are due: at most 10 ms of it, all
 * sources together, in a turn of the event loop. Without that a bridge that takes over fifty calls
 * hears their backlogs in turns of most of a second, and a heartbeat or a handshake, which needs
 * several of them, comes too late.
 */
export class EventLoopShare {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  #sliceStartMs = -Infinity;
  #next: Promise<void> | undefined;

  constructor(clock: Pick<Clock, 'monotonicMs'> = systemClock) {
    this.#clock = clock;
  }

  /** The items of a source, each handed out when there is time for it in this turn or a later one. */
  async *inSlices<Item>(source: AsyncIterable<Item>): AsyncGenerator<Item> {
    for await (const item of source) {
      while (this.#isSpent) await this.#nextSlice();
      yield item;
    }
  }

  get #isSpent(): boolean {
    return this.#clock.monotonicMs() - this.#sliceStartMs >= SLICE_MS;
  }

  #nextSlice(): Promise<void> {
    this.#next ??= nextTurn().then(() => {
      this.#sliceStartMs = this.#clock.monotonicMs();
      this.#next = undefined;
    });
    return this.#next;
  }
}
