import type { Language } from '../../domain/chatbot/flow.ts';
import { storableText } from '../../domain/storable-text.ts';
import { applyAttributes } from '../attributes.ts';
import type { Connection, Database } from '../connect.ts';
import { contactForVisitor } from '../contact-for-visitor.ts';
import { despiteDeadlocks } from '../despite-deadlocks.ts';
import { newId } from '../new-id.ts';

/** What a web site signed of its visitor. */
export interface ConversationUser {
  name: string | null;
  email: string | null;
  phone: string | null;
  attributes: Record<string, unknown>;
}

export interface ConversationStart {
  designId: string;
  /** Stays the talk's version, whatever is published meanwhile. */
  version: number;
  /** What the visitor's browser is known again by. */
  visitorId: string;
  user: ConversationUser | null;
  language: Language;
  pageUrl: string | null;
  /** Made by the page that asks: a second request finds the first. */
  conversationId?: string;
  /** ISO. */
  now: string;
}

const LONGEST_VALUE = 2000;

/** Makes a talk that the bot has yet to begin. @returns its id, also when it was there already */
export async function startConversation(database: Database, start: ConversationStart): Promise<string> {
  const id = start.conversationId ?? newId();
  const { designId, version, visitorId, user, language, now } = start;
  const begin = async (transaction: Connection) => {
    const contact = user && { name: user.name, email: user.email, phone: user.phone, visitorId, isTyped: false };
    const contactId = contact && (await contactForVisitor(transaction, contact, now));
    if (contactId) await applyAttributes(transaction, contactId, user.attributes);
    await transaction('conversations')
      .insert({
        id,
        design_id: designId,
        version,
        visitor_id: visitorId,
        contact_id: contactId,
        language,
        page_url: start.pageUrl === null ? null : shortened(start.pageUrl),
        // The bot's first turn puts the position beside them.
        state: JSON.stringify({ attributes: attributesOf(start) }),
        waiting_since: now,
        visitor_seen_at: now,
        started_at: now,
      })
      .onConflict('id')
      .ignore();
  };
  await despiteDeadlocks(() => database.transaction(begin));
  return id;
}

/** What every talk knows from its beginning, and what the site signed. */
function attributesOf({ user, language, pageUrl }: ConversationStart): Record<string, string> {
  const known = {
    ...user?.attributes,
    name: user?.name,
    email: user?.email,
    phone: user?.phone,
    page: pageUrl,
    language,
  };
  return Object.fromEntries(
    Object.entries(known)
      .filter(([, value]) => value !== null && value !== undefined && value !== '')
      .map(([name, value]) => [shortened(name), shortened(String(value))]),
  );
}

function shortened(text: string): string {
  return storableText(text.slice(0, LONGEST_VALUE));
}
