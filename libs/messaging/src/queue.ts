/** A message in flight: invisible to others until its visibility ends. */
export interface ReceivedMessage {
  readonly body: string;
  /** Names this receive of the message; void once the message was received again. */
  readonly receiptHandle: string;
}

/** Port: sends to a queue. */
export interface MessageSender {
  send(body: string): Promise<void>;
}

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
  /** Done: the message is gone for good. */
  remove(receiptHandle: string): Promise<void>;
}
