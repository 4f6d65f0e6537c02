import type { TicketRow } from '../domain/views.ts';

/** What the contacts' screen shows. Times are ISO in UTC. */

export interface ContactRow {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  handle: string | null;
  createdAt: string;
  ticketCount: number;
  /** Wrote from the address, or was signed by a web site; else somebody only typed it. */
  isProven: boolean;
}

/** A place in the list, for the page below it. */
export interface ContactKey {
  createdAt: string;
  id: string;
}

export interface ContactPage {
  rows: ContactRow[];
  /** Where the next page begins; null at the end. */
  next: ContactKey | null;
}

export interface ContactDetail extends Omit<ContactRow, 'ticketCount' | 'isProven'> {
  identities: { kind: string; value: string; isProven: boolean }[];
  attributes: Record<string, string>;
  /** The newest hundred. */
  tickets: TicketRow[];
  /** Contacts that were merged into this one and can be split off again, newest first. */
  merges: { id: string; name: string; at: string }[];
  /** Others known by the same address or number: perhaps the same person. */
  alike: { id: string; name: string; kind: string; value: string }[];
  erasedAt: string | null;
}

export interface ContactSave {
  id: string;
  /** Only what differs from what was there. */
  change: { name?: string; email?: string; phone?: string };
  /** Values by the attribute's name; an empty one takes it away. */
  attributes: Record<string, string>;
}

export interface ContactsData {
  /** @param query.search the beginning of an address, a phone number or words of the name */
  listContacts(query: { search: string; limit: number; after?: ContactKey }): Promise<ContactPage>;
  showContact(contactId: string): Promise<ContactDetail>;
  saveContact(save: ContactSave): Promise<void>;
  mergeContacts(merge: { fromId: string; intoId: string }): Promise<void>;
  /** Undoes the newest merge; or takes an identity out into a contact of its own. */
  splitContact(contactId: string, identity: { kind: string; value: string } | null): Promise<void>;
  eraseContact(contactId: string): Promise<void>;
}
