import {
  LeaseLostError,
  type DeadLetterSender,
  type Extension,
  type LeaseQueue,
  type MessageSender,
  type ReceivedMessage,
} from '@patchbay/messaging';

interface Message {
  readonly body: string;
  readonly messageId: string;
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
  let sent = 0;
  let wake: () => void = () => undefined;

  const take = (limit: number, visibilityS: number): ReceivedMessage[] =>
    [...messages]
      .filter(({ visibleAtMs }) => visibleAtMs <= clock.monotonicMs())
      .slice(0, limit)
      .map((message) => {
        message.receives += 1;
        message.receiptHandle = `${message.messageId}#${message.receives}`;
        message.visibleAtMs = clock.monotonicMs() + visibilityS * 1000;
        const { body, messageId, receiptHandle } = message;
        return { body, messageId, receiptHandle };
      });

  const held = (receiptHandle: string) =>
    [...messages].find((message) => message.receiptHandle === receiptHandle);

  const extended = (receiptHandle: string, visibilityS: number): Extension => {
    const message = held(receiptHandle);
    if (!message) return 'lost';
    message.visibleAtMs = clock.monotonicMs() + visibilityS * 1000;
    return 'held';
  };

  return {
    bodies: () => [...messages].map(({ body }) => body),
    async send(body, delayS = 0) {
      sent += 1;
      const visibleAtMs = clock.monotonicMs() + delayS * 1000;
      messages.add({ body, messageId: `m${sent}`, receiptHandle: '', visibleAtMs, receives: 0 });
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
      if (extended(receiptHandle, visibilityS) === 'lost') throw new LeaseLostError();
    },
    async extendAll(receiptHandles, visibilityS) {
      return receiptHandles.map((handle) => extended(handle, visibilityS));
    },
    async remove(receiptHandle) {
      const message = held(receiptHandle);
      if (message) messages.delete(message);
    },
  };
}

export interface MemoryDeadLetterSender extends DeadLetterSender {
  readonly letters: { readonly body: string; readonly reason: string }[];
}

export function createMemoryDeadLetterSender(): MemoryDeadLetterSender {
  const letters: MemoryDeadLetterSender['letters'] = [];
  return {
    letters,
    async send(body, reason) {
      letters.push({ body, reason });
      return `dead-${letters.length}`;
    },
  };
}
