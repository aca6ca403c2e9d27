/** What a contact is, as far as the Connect API tells. */
export interface ContactRecord {
  readonly contactId: string;
  readonly instanceId: string;
  /** As Connect names it: `VOICE`. */
  readonly channel: string;
  /** As Connect names it: `INBOUND`, `API` … */
  readonly initiationMethod: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly initiatedAtMs: number;
  /** Absent while the contact is connected. */
  readonly disconnectedAtMs?: number;
}

/** The contacts of an instance, as the API sees and changes them; the simulated Connect holds them. */
export interface ContactDirectory {
  /** The contact as it now is, or undefined when there is none of this id. */
  find(contactId: string): ContactRecord | undefined;
  /** Adds to the contact's attributes, or overwrites those of the same name. */
  setAttributes(contactId: string, attributes: Readonly<Record<string, string>>): void;
  /** Disconnects the contact. */
  stop(contactId: string): void;
}
