import {
  LeaseLostError,
  type LeaseQueue,
  type MessageSender,
  type ReceivedMessage,
} from '@patchbay/messaging';

interface Message {
  readonly body: string;
  receiptHandle: string;
  visibleAtMs: number;
  receives: number;
}

export interface MemoryQueue extends LeaseQueue, MessageSender {
  /** Bodies of all messages that were not removed, in flight or not. */
  bodies(): string[];
}

/**
 * A queue in memory, by the time of `clock`. A receive that has nothing to give waits for a send
 * or for its signal; time that passes on a manual clock wakes nobody.
 */
export function createMemoryQueue(clock: { monotonicMs(): number }): MemoryQueue {
  const messages = new Set<Message>();
  let wake: () => void = () => undefined;

  const take = (limit: number, visibilityS: number): ReceivedMessage[] =>
    [...messages]
      .filter(({ visibleAtMs }) => visibleAtMs <= clock.monotonicMs())
      .slice(0, limit)
      .map((message) => {
        message.receives += 1;
        message.receiptHandle = `${message.body}#${message.receives}`;
        message.visibleAtMs = clock.monotonicMs() + visibilityS * 1000;
        return { body: message.body, receiptHandle: message.receiptHandle };
      });

  const held = (receiptHandle: string) =>
    [...messages].find((message) => message.receiptHandle === receiptHandle);

  return {
    bodies: () => [...messages].map(({ body }) => body),
    async send(body) {
      messages.add({ body, receiptHandle: '', visibleAtMs: clock.monotonicMs(), receives: 0 });
      wake();
    },
    async receive({ limit, visibilityS, waitS, signal }) {
      const ready = take(limit, visibilityS);
      if (ready.length > 0 || waitS === 0 || signal.aborted) return ready;
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return signal.aborted ? [] : take(limit, visibilityS);
    },
    async extend(receiptHandle, visibilityS) {
      const message = held(receiptHandle);
      if (!message) throw new LeaseLostError();
      message.visibleAtMs = clock.monotonicMs() + visibilityS * 1000;
    },
    async remove(receiptHandle) {
      const message = held(receiptHandle);
      if (message) messages.delete(message);
    },
  };
}
