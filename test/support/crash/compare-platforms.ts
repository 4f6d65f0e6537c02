import type { Database } from '../../../database/connect.ts';
import type { AcceptedWrite } from '../stand-in.ts';
import type { PlatformOffer } from './platform-storm.ts';

/**
 * Every comment and question is one item and one message, every thread one ticket, and each answer stands at its platform
 * once, by the platform's own log. @returns what is not so
 */
export async function comparePlatforms(
  database: Database,
  offers: readonly PlatformOffer[],
  writes: readonly AcceptedWrite[],
): Promise<string[]> {
  return [...(await compareItems(database, offers)), ...(await compareAnswers(database, writes))];
}

interface Item {
  externalId: string;
  state: string;
  ticketId: string | null;
  text: string | null;
}

async function compareItems(database: Database, offers: readonly PlatformOffer[]): Promise<string[]> {
  const { rows } = await database.raw<{ rows: Item[] }>(
    `SELECT external_id AS "externalId", inbound_items.state, messages.ticket_id AS "ticketId",
       messages.text
     FROM inbound_items LEFT JOIN messages ON messages.id = inbound_items.message_id
     WHERE (external_id LIKE 'instagram:%' OR external_id LIKE 'trendyol:%') AND inbound_items.state <> 'ignored'`,
  );
  const items = Map.groupBy(rows, ({ externalId }) => externalId);
  const placed = offers.map((offer) => ({ ...offer, found: items.get(offer.externalId) ?? [] }));
  const problems = placed.flatMap(({ externalId, text, found: [item, ...others] }) => {
    if (!item) return [`lost: ${externalId} (${text})`];
    if (others.length > 0) return [`doubled: ${externalId} is ${others.length + 1} items`];
    return item.state === 'taken' && item.text === text ? [] : [`${externalId} is ${item.state} and says ${item.text}`];
  });
  if (rows.length !== offers.length) problems.push(`${rows.length} items for ${offers.length} comments and questions`);
  for (const [rootId, thread] of Map.groupBy(placed, ({ rootId }) => rootId)) {
    const tickets = new Set(thread.map(({ found }) => found[0]?.ticketId));
    if (tickets.size !== 1) problems.push(`thread ${rootId} is torn over ${tickets.size} tickets`);
  }
  return [...problems, ...(await compareCounts(database, offers))];
}

async function compareCounts(database: Database, offers: readonly PlatformOffer[]): Promise<string[]> {
  const { rows } = await database.raw<{ rows: { tickets: number; messages: number }[] }>(
    `SELECT count(DISTINCT ticket_id)::int AS tickets, count(*)::int AS messages
     FROM messages JOIN tickets ON tickets.id = ticket_id WHERE platform IS NOT NULL AND messages.kind = 'contact'`,
  );
  const threads = new Set(offers.map(({ rootId }) => rootId)).size;
  const { tickets, messages } = rows[0]!;
  return tickets === threads && messages === offers.length
    ? []
    : [`${tickets} tickets and ${messages} messages for ${threads} threads of ${offers.length}`];
}

interface Answer {
  id: string;
  kind: string;
  state: string;
  itemId: string;
  text: string;
  atPlatform: string;
}

async function compareAnswers(database: Database, writes: readonly AcceptedWrite[]): Promise<string[]> {
  const { rows } = await database.raw<{ rows: Answer[] }>(
    `SELECT deliveries.id, deliveries.kind, deliveries.state, deliveries.data ->> 'itemId' AS "itemId",
       messages.text, tickets.platform ->> 'answer' AS "atPlatform"
     FROM deliveries JOIN messages ON messages.id = deliveries.message_id JOIN tickets ON tickets.id = deliveries.ticket_id
     WHERE deliveries.kind IN ('public-reply', 'private-reply')`,
  );
  const taken = Map.groupBy(writes, ({ text }) => text);
  const problems = rows.flatMap(({ id, kind, state, itemId, text, atPlatform }) => {
    const name = `answer ${id} (${kind}, ${state}) to ${itemId}`;
    const stands = taken.get(text) ?? [];
    if (state !== 'sent') return [`${name} did not end`];
    if (stands.length !== 1) return [`${name} stands ${stands.length} times at its platform`];
    const [write] = stands;
    const isThere = write!.target === itemId && (write!.kind === 'private-reply') === (kind === 'private-reply');
    if (!isThere) return [`${name} went to ${write!.target} as ${write!.kind}`];
    return write!.kind !== 'answer' || atPlatform === 'published' ? [] : [`${name} is ${atPlatform} there`];
  });
  if (writes.length !== rows.length) problems.push(`${writes.length} answers at the platforms for ${rows.length}`);
  return problems;
}
