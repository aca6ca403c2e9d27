/** What was said in a turn that is over: the caller's words, and those of the bot that were played. */
export interface TurnWords {
  readonly caller: string;
  readonly bot: string;
}

/**
 * Port: the words of a live call's turns, for a model that must remember them. Apart from the
 * record, which is written at every step and must stay small; forgotten when the record is.
 */
export interface CallHistory {
  /**
   * Idempotent by call and sequence.
   * @param expiresAtS epoch seconds at which the store may forget the turn
   */
  append(contactId: string, sequence: number, words: TurnWords, expiresAtS: number): Promise<void>;
  /** @returns by sequence, those of the asked turns that are known */
  read(contactId: string, sequences: readonly number[]): Promise<ReadonlyMap<number, TurnWords>>;
}
