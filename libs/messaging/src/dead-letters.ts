/** What a message carries beside its body; `base64` in place of `text` when it is binary. */
export interface MessageAttribute {
  readonly type: string;
  readonly text?: string | undefined;
  readonly base64?: string | undefined;
}

/** What is sent: a body, and attributes by their names. */
export interface OutgoingMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** A message on a dead-letter queue, held by whoever received it. */
export interface DeadLetter extends OutgoingMessage {
  /** Stays the same however often the letter is received, and when its queue gives it up. */
  readonly messageId: string;
  /** Names this receive of the letter. */
  readonly receiptHandle: string;
  /** When it was first sent; a dead letter keeps the time at which it entered its source queue. */
  readonly sentAtMs: number;
  /** How often it was received, on its source queue and here. */
  readonly receiveCount: number;
}

/** Port: a dead-letter queue. What is received is held: invisible until released, removed or late. */
export interface DeadLetterQueue {
  /** Tells this queue from every other, also from one of the same name elsewhere. */
  readonly address: string;
  /** Roughly how many letters can be received, and how many are held by somebody. */
  count(): Promise<{ readonly visible: number; readonly held: number }>;
  /** Up to ten letters, each held for `holdS` seconds; waits up to `waitS` for the first. */
  receive(options: { holdS: number; waitS: number }): Promise<readonly DeadLetter[]>;
  /** Makes letters visible at once; a handle that is void is passed over. */
  release(receiptHandles: readonly string[]): Promise<void>;
  /** @returns the handles whose letters are gone; the others are still there */
  remove(receiptHandles: readonly string[]): Promise<readonly string[]>;
}

/** Port: sends many messages to one queue. */
export interface BatchSender {
  /** @returns for each message in turn its new id, or undefined where it was refused */
  sendAll(messages: readonly OutgoingMessage[]): Promise<readonly (string | undefined)[]>;
}
