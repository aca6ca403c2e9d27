import type { CallRecord } from './call-record';

/** What must hold for a write to happen. */
export type WriteCondition =
  /** No record of the call exists. */
  | { readonly kind: 'absent' }
  /** The record exists, whoever owns it. */
  | { readonly kind: 'present' }
  /** The record's epoch is still this one: the writer is still the owner. */
  | { readonly kind: 'epoch'; readonly epoch: number };

/** Port: the records of live calls. */
export interface CallStore {
  /** Strongly consistent. */
  read(contactId: string): Promise<CallRecord | undefined>;
  /**
   * Sets the given fields and leaves the others, in one conditional step.
   * A field given as undefined is removed.
   * @throws WriteRefusedError when the condition does not hold
   */
  write(contactId: string, change: CallChange, condition: WriteCondition): Promise<void>;
}

/** All that is needed to begin a call. */
export type CallWriter = Pick<CallStore, 'write'>;

export type CallChange = { readonly [K in keyof CallRecord]?: CallRecord[K] | undefined };
