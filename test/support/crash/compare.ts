import type { Database } from '../../../database/connect.ts';
import { toTicket, type TicketRow } from '../../../database/ticket-row.ts';
import type { DeliveryKind, DeliveryState } from '../../../domain/delivery.ts';
import { isAtPlatform, isNotice } from '../../../domain/delivery.ts';
import type { TicketEvent } from '../../../domain/events.ts';
import { foldTickets } from '../../../domain/fold-ticket.ts';
import { attemptSeconds, everyTicket, salesTickets, type DeskUnderFire } from './desk-under-fire.ts';
import type { ChatStorm } from './chat-storm.ts';
import { comparePlatforms } from './compare-platforms.ts';
import type { Offer } from './mail-storm.ts';
import type { PlatformStorm } from './platform-storm.ts';

export interface Sides {
  desk: DeskUnderFire;
  offers: Offer[];
  chats: ChatStorm;
  platforms: PlatformStorm;
  commandIds: string[];
  /** When processes were killed, milliseconds. */
  killedAt: number[];
}

interface DeliveryRow {
  id: string;
  ticket_id: string;
  kind: DeliveryKind;
  key: string;
  state: DeliveryState;
  mail_message_id: string;
  was_repeated: boolean;
  recipients: { to?: string[] };
}

export interface Comparison {
  /** One line for each thing lost, doubled or contradictory. */
  problems: string[];
  /** What was counted, in words. */
  summary: string;
}

/** Holds what was offered and what the mail server took against the desk's rows, by their keys. */
export async function compare(sides: Sides): Promise<Comparison> {
  const { database } = sides.desk;
  const deliveries = await database('deliveries').select<DeliveryRow[]>('*');
  const sink = await sides.desk.mail.admin<{ messageId: string; acceptedAt: string }[]>('GET', '/sink');
  const sent = Map.groupBy(sink, ({ messageId }) => messageId);
  const repeated = [...sent.values()].filter((mails) => mails.length > 1).length;
  const counts = Map.groupBy(deliveries, ({ state }) => state);
  const writes = await sides.platforms.writes();
  return {
    problems: [
      ...(await compareItems(sides)),
      ...(await compareTickets(sides)),
      ...(await sides.chats.compare(database)),
      ...(await comparePlatforms(database, sides.platforms.offers, writes)),
      ...(await compareInputs(sides)),
      ...(await comparePlans(database, deliveries)),
      ...compareSink(
        sides,
        deliveries.filter(({ kind }) => kind !== 'chat' && !isAtPlatform(kind)),
        sent,
      ),
      ...(await compareLines(database, deliveries)),
      ...(await foldAll(database)),
    ],
    summary:
      `${sides.offers.length} mails offered, ${sink.length} mails in the sink under ${sent.size} Message-IDs (${repeated} repeated), ` +
      `${sides.platforms.offers.length} comments and questions, ${writes.length} answers at their platforms, ` +
      [...counts].map(([state, rows]) => `${rows.length} deliveries ${state}`).join(', '),
  };
}

/** Every mail offered is one inbound item, and there are no others. */
async function compareItems({ desk, offers }: Sides): Promise<string[]> {
  const items = await desk
    .database('inbound_items')
    .whereIn('source_id', Object.values(desk.sourceIds))
    .select<{ source_id: string; external_id: string; state: string }[]>('*');
  const found = Map.groupBy(items, (item) => `${item.source_id}/${item.external_id}`);
  const problems = offers.flatMap(({ mailbox, externalId, mail }) => {
    const [item, ...others] = found.get(`${desk.sourceIds[mailbox]}/${externalId}`) ?? [];
    if (!item) return [`lost: mail ${mail.messageId} (${mail.kind}) in ${mailbox}`];
    if (others.length > 0) return [`doubled: mail ${mail.messageId} is ${others.length + 1} items`];
    const isFine = item.state === 'taken' || (item.state === 'linked' && mail.mailboxes.length > 1);
    return isFine ? [] : [`mail ${mail.messageId} (${mail.kind}) is ${item.state}`];
  });
  if (items.length !== offers.length) problems.push(`${items.length} inbound items for ${offers.length} mails offered`);
  return problems;
}

/** Every conversation is one ticket holding each of its mails once, and there are no other tickets. */
async function compareTickets({ desk, offers }: Sides): Promise<string[]> {
  const rows = await desk
    .database('inbound_items')
    .join('messages', 'messages.id', 'inbound_items.message_id')
    .whereIn('inbound_items.source_id', Object.values(desk.sourceIds))
    .select<{ external_id: string; source_id: string; ticket_id: string; message_id: string }[]>(
      'inbound_items.external_id',
      'inbound_items.source_id',
      'messages.ticket_id',
      'inbound_items.message_id',
    );
  const placed = new Map(rows.map((row) => [`${row.source_id}/${row.external_id}`, row]));
  const problems: string[] = [];
  const ticketOf = new Map<number, string>();
  const messageOf = new Map<Offer['mail'], string>();
  for (const { mail, mailbox, externalId } of offers) {
    const row = placed.get(`${desk.sourceIds[mailbox]}/${externalId}`);
    if (!row) continue;
    if ((ticketOf.get(mail.thread) ?? row.ticket_id) !== row.ticket_id)
      problems.push(`thread ${mail.thread} is torn: ${mail.messageId} (${mail.kind}) stands elsewhere`);
    if ((messageOf.get(mail) ?? row.message_id) !== row.message_id)
      problems.push(`doubled: mail ${mail.messageId} is two messages`);
    ticketOf.set(mail.thread, row.ticket_id);
    messageOf.set(mail, row.message_id);
  }
  if (new Set(ticketOf.values()).size !== ticketOf.size) problems.push('two threads share a ticket');
  const ofMails = desk.database('tickets').where({ channel: 'email' });
  const tickets = await countOf(ofMails.clone());
  if (tickets !== ticketOf.size) problems.push(`${tickets} tickets for ${ticketOf.size} threads`);
  const contacts = desk.database('messages').where({ kind: 'contact' }).whereIn('ticket_id', ofMails.select('id'));
  const messages = await countOf(contacts);
  if (messages !== messageOf.size) problems.push(`${messages} messages for ${messageOf.size} mails`);
  return problems;
}

/** Every message and every command was taken up exactly once. */
async function compareInputs({ desk, commandIds }: Sides): Promise<string[]> {
  const { database } = desk;
  const problems: string[] = [];
  const left = await database('inputs')
    .whereNotIn('state', ['done', 'refused'])
    .select('id', 'kind', 'state', 'error_detail');
  problems.push(
    ...left.map((input) => `input ${input.id} (${input.kind}) is ${input.state} ${input.error_detail ?? ''}`),
  );
  const openings = await database('inputs')
    .where({ kind: 'opening' })
    .groupBy('ticket_id')
    .select('ticket_id')
    .count('* as count');
  problems.push(
    ...openings.filter(({ count }) => count !== 1).map(({ ticket_id }) => `ticket ${ticket_id} opened twice`),
  );
  const commands = await database('inputs').where({ kind: 'command' }).whereIn('id', commandIds).pluck('id');
  if (commands.length !== commandIds.length)
    problems.push(`${commandIds.length} commands accepted, ${commands.length} stand in rows`);
  const { rows: events } = await database.raw<{ rows: { data: string; type: string; count: number }[] }>(
    `SELECT type, data::text, count(*) FROM events
     WHERE type IN ('message.received', 'reply.written', 'mail.redirected', 'mail.acknowledged') GROUP BY type, data HAVING count(*) > 1`,
  );
  problems.push(...events.map(({ type, data, count }) => `${count} times ${type} ${data}`));
  const { rows: replies } = await database.raw<{ rows: { id: string }[] }>(
    `SELECT inputs.id FROM inputs WHERE kind = 'command' AND state = 'done' AND data ->> 'name' = 'reply'
       AND 1 <> (SELECT count(*) FROM deliveries WHERE deliveries.id::text = inputs.answer ->> 'deliveryId')`,
  );
  problems.push(...replies.map(({ id }) => `reply ${id} was accepted and has not one delivery`));
  return problems;
}

/** Each ticket's notices are the ones that its rules name, each address once; acknowledgements one an address. */
async function comparePlans(database: Database, deliveries: DeliveryRow[]): Promise<string[]> {
  const keys = new Set(deliveries.filter(({ kind }) => kind === 'redirection').map(({ key }) => key));
  const tickets = await database('tickets').select<{ id: string; tags: string[] }[]>('id', 'tags');
  const wanted = new Set(
    tickets.flatMap(({ id, tags }) =>
      [...everyTicket, ...(tags.includes('Sales') ? salesTickets : [])].map(
        (address) => `redirection/${id}/${address}`,
      ),
    ),
  );
  const thanks = deliveries
    .filter(({ kind }) => kind === 'acknowledgement')
    .map(({ recipients }) => recipients.to?.[0]);
  const { rows } = await database.raw<{ rows: { count: number }[] }>(
    `SELECT count(DISTINCT contacts.email) FROM tickets JOIN contacts ON contacts.id = contact_id WHERE 'Sales' = ANY (tags)`,
  );
  const problems = [...wanted].filter((key) => !keys.has(key)).map((key) => `lost: no delivery ${key}`);
  problems.push(...[...keys].filter((key) => !wanted.has(key)).map((key) => `no rule names ${key}`));
  if (new Set(thanks).size !== thanks.length) problems.push('an address was thanked twice');
  if (rows[0]!.count !== thanks.length)
    problems.push(`${thanks.length} acknowledgements for ${rows[0]!.count} customers of sales`);
  return problems;
}

function compareSink(sides: Sides, deliveries: DeliveryRow[], sent: Map<string, { acceptedAt: string }[]>): string[] {
  const known = new Set(deliveries.map(({ mail_message_id }) => mail_message_id));
  const strangers = [...sent.keys()].filter((id) => !known.has(id)).map((id) => `mail ${id} left without a delivery`);
  const problems = deliveries.flatMap((delivery) =>
    faultsOf(delivery, sent.get(delivery.mail_message_id) ?? [], sides.killedAt),
  );
  return [...strangers, ...problems];
}

/** What an operator said in a talk is a line of it, once, and no mail; it is never left unsaid. */
async function compareLines(database: Database, deliveries: DeliveryRow[]): Promise<string[]> {
  const said = await database('conversation_lines').whereNotNull('delivery_id').pluck<string[]>('delivery_id');
  return deliveries
    .filter(({ kind }) => kind === 'chat')
    .flatMap(({ id, state }) => {
      if (state !== 'sent') return [`delivery ${id} (chat, ${state}) did not end`];
      const lines = said.filter((line) => line === id).length;
      return lines === 1 ? [] : [`delivery ${id} (chat) is ${lines} lines of its talk`];
    });
}

/** A notice may go out twice where its first attempt was cut between the 250 and the commit; an answer never. */
function faultsOf(delivery: DeliveryRow, mails: { acceptedAt: string }[], killedAt: number[]): string[] {
  const { id, kind, state } = delivery;
  const name = `delivery ${id} (${kind}, ${state})`;
  if (state === 'sent' && mails.length === 0) return [`lost: ${name} is not in the sink`];
  if (!['sent', 'unsure'].includes(state)) return [`${name} did not end`];
  if (state === 'unsure' && isNotice(kind) && !delivery.was_repeated) return [`${name} was not repeated`];
  if (mails.length < 2) return [];
  if (mails.length > 2 || !isNotice(kind) || !delivery.was_repeated)
    return [`doubled: ${name} is ${mails.length} times in the sink`];
  const first = Date.parse(mails[0]!.acceptedAt);
  const wasCut = killedAt.some((at) => at >= first - 100 && at <= first + attemptSeconds * 1000);
  return wasCut ? [] : [`doubled: ${name} went out twice, and nobody died after its first 250`];
}

/** The row of each ticket is what its events fold to. */
async function foldAll(database: Database): Promise<string[]> {
  const rows = await database('tickets').select<TicketRow[]>('*');
  const events = await database('events')
    .orderBy(['ticket_id', 'number'])
    .select<(TicketEvent & { ticket_id: string; at: unknown })[]>('*');
  const byTicket = Map.groupBy(events, ({ ticket_id }) => ticket_id);
  return rows.flatMap((row) => {
    const facts = (byTicket.get(row.id) ?? []).map(
      (fact) => ({ ...fact, at: (fact.at as unknown as Date).toISOString() }) as TicketEvent,
    );
    if (facts.some(({ number }, index) => number !== index + 1))
      return [`ticket ${row.id}: its events are not numbered without gaps`];
    const isSame = JSON.stringify(sorted(foldTickets(facts))) === JSON.stringify(sorted(toTicket(row)));
    return isSame ? [] : [`ticket ${row.id} is not what its events fold to`];
  });
}

function sorted(value: object | null): [string, unknown][] {
  return Object.entries(value ?? {}).toSorted(([one], [other]) => one.localeCompare(other));
}

async function countOf(query: { count(what: string): PromiseLike<{ count?: unknown }[]> }): Promise<number> {
  const [row] = await query.count('* as count');
  return Number(row?.count);
}
