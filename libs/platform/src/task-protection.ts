/** Port: whether what runs this process may end it to have fewer of its kind, or newer ones. */
export interface TaskProtection {
  /** From now on it may not, for so long; asking again counts from then. */
  protect(minutes: number): Promise<void>;
  /** It may again. */
  release(): Promise<void>;
}
