import { contactFacts } from '../database/contact-facts.ts';
import { listContacts, showContact } from '../database/list-contacts.ts';
import type { Actor } from '../domain/actor.ts';
import type { ContactSave, ContactsData } from './contact-views.ts';
import type { SettingsParts } from './desk-settings-data.ts';

const mostRows = 500;

/** Contacts: read and changed through the database's verbs. */
export function contactsData({ database, acting }: Pick<SettingsParts, 'database' | 'acting'>): ContactsData {
  const by = (): { actor: Actor; now: string } => ({ actor: acting.actor(), now: new Date().toISOString() });
  return {
    async listContacts({ search, limit, after }) {
      const asked = Math.min(limit, mostRows);
      const found = await listContacts(database, { search: search || undefined, limit: asked, after });
      const ids = found.map(({ id }) => id);
      const facts = await contactFacts(database, ids);
      const rows = found.map((contact) => ({ ...contact, ...(facts.get(contact.id) ?? unknown) }));
      const last = rows.at(-1);
      return { rows, next: rows.length === asked && last ? { createdAt: last.createdAt, id: last.id } : null };
    },
    async showContact(contactId) {
      const { attributes, merges, alike, ...contact } = await showContact(database, contactId);
      return {
        ...contact,
        attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, words(value)])),
        merges: merges.map(({ contactId: id, name, email, mergedAt }) => ({
          id,
          name: name ?? email ?? 'a contact without a name',
          at: mergedAt,
        })),
        alike: alike.map(({ contactId: id, name, kind, value }) => ({ id, name: name ?? value, kind, value })),
      };
    },
    async saveContact(save) {
      const { editContact } = await import('../database/edit-contact.ts');
      await editContact(database, { ...changeOf(save), ...by() });
    },
    async mergeContacts({ fromId, intoId }) {
      const { mergeContacts } = await import('../database/merge-contacts.ts');
      await mergeContacts(database, { keepId: intoId, otherId: fromId, ...by() });
    },
    async splitContact(contactId, identity) {
      if (identity) {
        const { splitIdentity } = await import('../database/split-identity.ts');
        await splitIdentity(database, { contactId, identity, ...by() });
      } else {
        const { splitContact } = await import('../database/split-contact.ts');
        await splitContact(database, { contactId, ...by() });
      }
    },
    async eraseContact(contactId) {
      const { eraseContact } = await import('../database/erase-contact.ts');
      await eraseContact(database, { contactId, ...by() });
    },
  };
}

const unknown = { ticketCount: 0, isProven: false };

function words(value: string | number | boolean): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** An empty name or attribute is taken away. */
function changeOf({ id, change, attributes }: ContactSave) {
  return {
    contactId: id,
    ...change,
    ...(change.name === '' ? { name: null } : {}),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value || null])),
  };
}
