/** The two versions of a secret that matter while it is rotated. */
export type SecretStage = 'current' | 'pending';

/** A secret whose value is replaced in steps, so that a failed rotation leaves the old one in use. */
export interface RotatingSecret {
  /** @returns undefined when the stage has no version (of this rotation, where it is pending) */
  read(stage: SecretStage): Promise<string | undefined>;
  /** Stores the value that is to come; nobody who reads the secret gets it yet. */
  prepare(value: string): Promise<void>;
  /** Makes the prepared value the current one. May be repeated. */
  promote(): Promise<void>;
}
