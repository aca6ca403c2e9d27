/** A message in flight: invisible to others until its visibility ends. */
export interface ReceivedMessage {
  readonly body: string;
  /** Stays the same however often the message is received. */
  readonly messageId: string;
  /** Names this receive of the message; void once the message was received again. */
  readonly receiptHandle: string;
}

/** Port: sends to a queue. */
export interface MessageSender {
  /** @param delayS for so long nobody can receive it (0–900) */
  send(body: string, delayS?: number): Promise<void>;
}

/** Port: sets messages aside on a dead-letter queue. */
export interface DeadLetterSender {
  /** @returns the message's id there */
  send(body: string, reason: string): Promise<string>;
}

/** What became of a heartbeat; `unknown` when the queue had trouble of its own. */
export type Extension = 'held' | 'lost' | 'unknown';

/** Port: takes messages and holds them in flight. */
export interface LeaseQueue {
  /** Long poll: up to `limit` messages (1–10), each invisible for `visibilityS` seconds. */
  receive(options: {
    limit: number;
    visibilityS: number;
    waitS: number;
    signal: AbortSignal;
  }): Promise<readonly ReceivedMessage[]>;
  /** Keeps the message invisible for another `visibilityS`. @throws LeaseLostError */
  extend(receiptHandle: string, visibilityS: number): Promise<void>;
  /** The same for up to 10 messages in one request. @returns an outcome for each, in turn */
  extendAll(receiptHandles: readonly string[], visibilityS: number): Promise<readonly Extension[]>;
  /** Done: the message is gone for good. */
  remove(receiptHandle: string): Promise<void>;
}
