import type { Database } from '../../../database/connect.ts';
import { platformKinds } from '../../../domain/delivery.ts';
import type { FailPoint } from '../../../domain/fail-points.ts';

/** What a held process told: its number and the ids of what it has in hand. */
export interface Hit {
  pid: number;
  ticketId?: string;
  ticketIds?: string[];
  conversationId?: string;
  deliveryId?: string;
  inputId?: string;
  externalIds?: string[];
  runIds?: string[];
}

export interface DeskRows {
  database: Database;
  /** Message-IDs that the mail server has taken. */
  sinkMessageIds(): Promise<Set<string>>;
  /** Answers that the platforms have taken; no two have the same words. */
  answersAtPlatforms(): Promise<Set<string>>;
}

/** What is found half done in the rows while a process is held at a point; null when nothing is, and the hit does not count. */
export async function findHalfDone(point: FailPoint, hit: Hit, rows: DeskRows): Promise<string | null> {
  const { database } = rows;
  switch (point) {
    case 'arrive:fetched':
      return mailsWithoutItem(database, hit);
    case 'arrive:before-commit':
      return inTransaction(database, await mailsWithoutItem(database, hit));
    case 'arrive:after-commit':
      return untouchedInputs(database, hit);
    case 'take-up:before':
      return inputAt(database, hit, 'takeUp');
    case 'take-up:before-commit':
      return inTransaction(database, await inputAt(database, hit, 'takeUp'));
    case 'take-up:after-commit':
    case 'assign-representative:before':
      return inputAt(database, hit, 'assignRepresentative');
    case 'assign-representative:before-commit':
      return inTransaction(database, await inputAt(database, hit, 'assignRepresentative'));
    case 'assign-representative:after-commit':
    case 'plan-redirections:before':
      return inputAt(database, hit, 'planRedirections');
    case 'plan-redirections:before-commit':
      return inTransaction(database, await inputAt(database, hit, 'planRedirections'));
    case 'plan-redirections:after-commit':
      return plannedDeliveries(database, hit);
    case 'take-turn:before':
      return waitingTalk(database, hit);
    case 'take-turn:before-commit':
      return inTransaction(database, await waitingTalk(database, hit));
    case 'take-turn:after-commit':
      return (await waitingTalk(database, hit)) ?? (await untoldTicket(database, hit));
    case 'deliver:before-claim':
      return deliveryIn(database, hit, 'planned');
    case 'deliver:claimed':
      return deliveryIn(database, hit, 'sending');
    case 'deliver:answered':
      return answeredDelivery(rows, hit);
    case 'deliver:finished':
      return waitingReceipt(database, hit);
    case 'command:accepted':
      return waitingCommand(database, hit);
    case 'reconcile:before-looks':
      return openWork(database, hit.ticketIds ?? []);
    case 'archive:before-insert':
    case 'archive:before-cursor':
      return archiving(database, hit);
  }
}

async function inTransaction(database: Database, found: string | null): Promise<string | null> {
  const open = await database('pg_stat_activity')
    .where({ state: 'idle in transaction', application_name: 'deskhand-worker' })
    .first('pid');
  return found && open ? `${found}, its transaction open` : null;
}

async function mailsWithoutItem(database: Database, { externalIds = [] }: Hit): Promise<string | null> {
  const known = await database('inbound_items').whereIn('external_id', externalIds).pluck<string[]>('external_id');
  const missing = externalIds.length - known.length;
  return missing > 0 ? `${missing} mails fetched, none of them an inbound item yet` : null;
}

async function untouchedInputs(database: Database, { externalIds = [] }: Hit): Promise<string | null> {
  const [row] = await database('inbound_items')
    .join('inputs', 'inputs.id', 'inbound_items.message_id')
    .whereIn('external_id', externalIds)
    .where({ 'inputs.state': 'waiting' })
    .count<{ count: number }[]>('* as count');
  return row!.count > 0 ? `${row!.count} inputs committed, no look sent` : null;
}

async function inputAt(database: Database, { ticketId }: Hit, step: string): Promise<string | null> {
  const row = await database('inputs')
    .where({ ticket_id: ticketId, state: 'waiting', step })
    .orderBy('number')
    .first('id', 'kind');
  return row ? `input ${short(row.id)} (${row.kind}) waiting at ${step}` : null;
}

async function waitingTalk(database: Database, { conversationId }: Hit): Promise<string | null> {
  const row = await database('conversations')
    .where({ id: conversationId })
    .whereNotNull('waiting_since')
    .first<{ line_count: number; taken_number: number } | undefined>('line_count', 'taken_number');
  return row
    ? `talk ${short(conversationId!)}: line ${row.taken_number} of ${row.line_count} taken up, the rest waiting`
    : null;
}

async function untoldTicket(database: Database, { conversationId }: Hit): Promise<string | null> {
  const row = await database('conversations')
    .join('inputs', 'inputs.ticket_id', 'conversations.ticket_id')
    .where({ 'conversations.id': conversationId, 'inputs.state': 'waiting' })
    .first<{ kind: string } | undefined>('inputs.kind');
  return row ? `talk ${short(conversationId!)}: its ticket has a ${row.kind} committed, no look sent` : null;
}

async function plannedDeliveries(database: Database, { ticketId }: Hit): Promise<string | null> {
  const ids = await database('deliveries')
    .where({ ticket_id: ticketId, state: 'planned', attempt: 0 })
    .pluck<string[]>('id');
  return ids.length > 0 ? `${ids.length} deliveries planned, none started (${short(ids[0]!)}, ...)` : null;
}

async function deliveryIn(database: Database, { deliveryId }: Hit, state: string): Promise<string | null> {
  const row = await database('deliveries').where({ id: deliveryId, state }).first('kind', 'attempt');
  return row ? `delivery ${short(deliveryId!)} (${row.kind}) ${state}, attempt ${row.attempt}` : null;
}

async function answeredDelivery(rows: DeskRows, hit: Hit): Promise<string | null> {
  return (await answeredAtPlatform(rows, hit)) ?? (await answeredMail(rows, hit));
}

/** An answer that its platform took, and the desk does not know it yet. */
export async function answeredAtPlatform(rows: DeskRows, hit: Hit): Promise<string | null> {
  const row = await rows
    .database('deliveries')
    .join('messages', 'messages.id', 'deliveries.message_id')
    .where({ 'deliveries.id': hit.deliveryId, state: 'sending' })
    .whereIn('deliveries.kind', platformKinds)
    .first<{ text: string } | undefined>('messages.text');
  if (!row || !(await rows.answersAtPlatforms()).has(row.text)) return null;
  return `${await deliveryIn(rows.database, hit, 'sending')}, its platform has it`;
}

async function answeredMail({ database, sinkMessageIds }: DeskRows, hit: Hit): Promise<string | null> {
  const row = await database('deliveries').where({ id: hit.deliveryId, state: 'sending' }).first('mail_message_id');
  const isTaken = row && (await sinkMessageIds()).has(row.mail_message_id);
  return isTaken ? `${await deliveryIn(database, hit, 'sending')}, its mail answered with 250` : null;
}

async function waitingReceipt(database: Database, { deliveryId }: Hit): Promise<string | null> {
  const row = await database('inputs')
    .where({ kind: 'receipt', state: 'waiting' })
    .whereRaw(`data ->> 'deliveryId' = ?`, [deliveryId!])
    .first('id');
  return row ? `receipt ${short(row.id)} of delivery ${short(deliveryId!)} waiting, no look sent` : null;
}

async function waitingCommand(database: Database, { inputId }: Hit): Promise<string | null> {
  const row = await database('inputs').where({ id: inputId, state: 'waiting' }).first('id');
  return row ? `command ${short(inputId!)} waiting, no look sent` : null;
}

async function openWork(database: Database, ticketIds: string[] | null): Promise<string | null> {
  const of = (table: string, states: string[]) => {
    const query = database(table).whereIn('state', states);
    return (ticketIds ? query.whereIn('ticket_id', ticketIds) : query).count<{ count: number }[]>('* as count');
  };
  const [inputs, deliveries] = await Promise.all([of('inputs', ['waiting']), of('deliveries', ['planned', 'sending'])]);
  const found = inputs[0]!.count + deliveries[0]!.count;
  return found > 0 ? `${inputs[0]!.count} inputs waiting, ${deliveries[0]!.count} deliveries open` : null;
}

async function archiving(database: Database, { runIds }: Hit): Promise<string | null> {
  const kept = runIds ? await database('history_runs').whereIn('run_id', runIds).pluck<string[]>('run_id') : [];
  const open = await openWork(database, null);
  if (!open || (runIds && kept.length === runIds.length)) return null;
  return runIds
    ? `${runIds.length - kept.length} closed runs not archived; ${open}`
    : `closed runs archived, cursor not moved; ${open}`;
}

function short(id: string): string {
  return id.slice(-6);
}
