import type { ContactDirectory, ContactRecord } from '../connect-api/contact-directory';
import { instanceIdOf, type Contact } from './contact';
import type { Line } from './line/line';

interface Entry {
  readonly contact: Contact;
  readonly line: Line;
}

/** The contacts of the simulated instance, those that have ended too. */
export class Contacts implements ContactDirectory {
  readonly #entries = new Map<string, Entry>();

  add(contact: Contact, line: Line): void {
    this.#entries.set(contact.contactId, { contact, line });
  }

  find(contactId: string): ContactRecord | undefined {
    const contact = this.#entries.get(contactId)?.contact;
    return contact && recordOf(contact);
  }

  setAttributes(contactId: string, attributes: Readonly<Record<string, string>>): void {
    const contact = this.#entries.get(contactId)?.contact;
    for (const [name, value] of Object.entries(attributes)) contact?.attributes.set(name, value);
  }

  stop(contactId: string): void {
    this.#entries.get(contactId)?.line.hangUp();
  }

  /** Cuts every line that is still up. */
  stopAll(): void {
    for (const { line } of this.#entries.values()) line.hangUp();
  }
}

const recordOf = (contact: Contact): ContactRecord => ({
  contactId: contact.contactId,
  instanceId: instanceIdOf(contact),
  channel: 'VOICE',
  initiationMethod: 'INBOUND',
  attributes: Object.fromEntries(contact.attributes),
  initiatedAtMs: contact.initiatedAtMs,
  ...(contact.disconnectedAtMs !== undefined && { disconnectedAtMs: contact.disconnectedAtMs }),
});
