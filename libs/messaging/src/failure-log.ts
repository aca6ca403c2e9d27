/** Why one attempt to handle a message failed. Holds no words, numbers or keys of a caller. */
export interface FailedAttempt {
  /** The queue on which the message was, by its name. */
  readonly queue: string;
  /** The event's own id; `message:<messageId>` for a message that is not one of our events. */
  readonly eventId: string;
  /** The event's type, such as `CallEnded`; `unknown` when the message cannot be read. */
  readonly eventType: string;
  /** How often the message had been received, this time included. */
  readonly attempt: number;
  readonly errorName: string;
  /** For people; errors of ours name the thing and the mend. */
  readonly errorMessage: string;
  readonly failedAtMs: number;
}

/** Port: explains dead letters. A dead-letter queue keeps the message and forgets why it failed. */
export interface FailureLog {
  /** Keeps the latest failure of this event on this queue. */
  note(failure: FailedAttempt): Promise<void>;
  /** The latest failure of the event on the queue; undefined when none is known (any more). */
  latest(queue: string, eventId: string): Promise<FailedAttempt | undefined>;
}
