/** Port: facts on the contact that flows, routing and the agent's screen can read. */
export interface ContactAttributes {
  /**
   * Sets these attributes and leaves the others; setting them again changes nothing.
   * @throws UnknownContactError when there is no such contact, or it is too old to change
   */
  set(
    contactId: string,
    attributes: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<void>;
}
