import type { NewEvent } from '../../domain/events.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import { stateOfItem } from '../../domain/platform/state-of-item.ts';
import { standingOf, type TicketState } from '../../domain/ticket.ts';
import { appendEvents } from '../append-events.ts';
import { arrive } from '../arrive.ts';
import type { Connection } from '../connect.ts';
import { recordItem } from '../inbound-items.ts';
import { newId } from '../new-id.ts';
import { lockTicket } from '../ticket-row.ts';
import { editArrival } from './item-arrival.ts';
import { saveItem, type ItemRow } from './item-rows.ts';
import { keyOf, knownBefore, type NewsContext, type TakenNews } from './news-context.ts';
import { setDeadlines } from './set-deadlines.ts';
import { takeInAnswer, type AnswerNews } from './take-in-answer.ts';

export interface ItemChange {
  known: ItemRow;
  /** What is kept of it from now on. */
  next: ItemRow;
  /** As it stands; null where only that it is gone, hidden or shown was told. */
  item: PlatformItem | null;
}

/**
 * Takes in what is different about an item that the desk knows. Its ticket is told by events and takes them up; a
 * deleted or purged one is told nothing.
 */
export async function takeInChange(
  transaction: Connection,
  context: NewsContext,
  change: ItemChange,
): Promise<TakenNews> {
  const { known, next, item } = change;
  // Refused answers may be several, each with the same state.
  if (isSame(known, next) && item?.answer?.state !== 'refused') return knownBefore;
  const before = known.ticket_id ? await lockTicket(transaction, known.ticket_id) : null;
  const isTold = before !== null && !['deleted', 'purged'].includes(standingOf(before));
  const ticketIds = isTold ? await tellTicket(transaction, context, { ...change, before }) : null;
  if (!isTold) await recordUntold(transaction, context, change);
  // A purge may have been waited for: what it took does not come back.
  const words = before?.purgedAt ? { text_sha256: Buffer.alloc(0) } : {};
  const row = { ...next, ...words, ticket_id: ticketIds?.ofItem ?? next.ticket_id };
  if (!isSame(known, row)) await saveItem(transaction, row);
  context.known.rows.set(row.item_id, row);
  const woken = ticketIds?.woken ?? null;
  return { ticketId: woken, isNew: woken !== null || !isSame(known, next) };
}

const keptFacts = [
  'is_hidden',
  'status',
  'answer_state',
  'edit_count',
  'place_id',
  'has_place_title',
  'ticket_id',
] as const;

function isSame(one: ItemRow, other: ItemRow): boolean {
  return (
    keptFacts.every((fact) => one[fact] === other[fact]) && one.removed_at?.getTime() === other.removed_at?.getTime()
  );
}

interface Told extends ItemChange {
  before: TicketState;
}

/** @returns the ticket that the item is of now, and the one that has something to take up */
async function tellTicket(
  transaction: Connection,
  context: NewsContext,
  told: Told,
): Promise<{ ofItem: string; woken: string | null }> {
  const ticketId = told.known.ticket_id!;
  const { known, next, item, before } = told;
  const answer = item?.answer
    ? await takeInAnswer(transaction, context, { ticketId, before, itemId: next.item_id, answer: item.answer })
    : { events: [], refusedDeliveryId: null };
  const events = [...changeEvents(context, told), ...answer.events];
  if (events.length > 0) await append(transaction, context, { ticketId, before, events, answer });
  const isEdited = next.edit_count > known.edit_count;
  const edited = isEdited && item ? await addWords(transaction, context, { ...told, item }) : null;
  return { ofItem: edited ?? ticketId, woken: edited ?? (events.some(needsTakingUp) ? ticketId : null) };
}

/** What a place is called is nothing that a ticket acts on. */
function needsTakingUp({ type }: NewEvent): boolean {
  return type !== 'comment.placed';
}

function changeEvents(context: NewsContext, { known, next, before, item }: Told): NewEvent[] {
  const { item_id: itemId } = next;
  const by = { actor: { kind: 'source' as const, id: context.source.id }, at: context.now };
  const isNewTo = (change: Partial<PlatformState>) => differs(before.platform, itemId, change);
  const events: NewEvent[] = [];
  if (known.removed_at && !next.removed_at && isNewTo({ isRemoved: false }))
    events.push({ type: 'comment.restored', data: { itemId }, ...by });
  if (!known.removed_at && next.removed_at && isNewTo({ isRemoved: true }))
    events.push({ type: 'comment.removed', data: { itemId }, ...by });
  if (known.is_hidden !== next.is_hidden && isNewTo({ isHidden: next.is_hidden }))
    events.push({ type: next.is_hidden ? 'comment.hidden' : 'comment.shown', data: { itemId }, ...by });
  if (item?.place && !known.has_place_title && next.has_place_title)
    events.push({ type: 'comment.placed', data: { itemId, place: item.place }, ...by });
  if (next.status !== null && known.status !== next.status)
    events.push({
      type: 'question.status_changed',
      data: { itemId, status: next.status, from: known.status },
      ...by,
    });
  return events;
}

/** What the desk did itself comes back with the next poll: its ticket knows it already. */
function differs(platform: PlatformState | null, itemId: string, change: Partial<PlatformState>): boolean {
  if (platform?.itemId !== itemId) return true;
  return Object.entries(change).some(([fact, value]) => platform[fact as keyof PlatformState] !== value);
}

async function append(
  transaction: Connection,
  context: NewsContext,
  of: { ticketId: string; before: TicketState; events: NewEvent[]; answer: AnswerNews },
): Promise<void> {
  const { ticketId, before, events, answer } = of;
  const told = events.findLast(needsTakingUp);
  const input = told && {
    id: newId(),
    ticketId,
    kind: 'receipt' as const,
    data: { outcome: told.type.replace('.', '-'), deliveryId: answer.refusedDeliveryId },
    actor: told.actor,
    now: context.now,
  };
  const { platform } = await appendEvents(transaction, { id: ticketId, before, ...(input ? { input } : {}) }, events);
  if (platform) await setDeadlines(transaction, { ticketId, platform, now: context.now, isNew: false });
}

/** The new words are a message of the ticket, or of one that continues it where it is closed for good. */
async function addWords(
  transaction: Connection,
  context: NewsContext,
  { known, next, before, item }: Told & { item: PlatformItem },
): Promise<string | null> {
  const shown = before.platform;
  const ofItem = stateOfItem(item, shown?.answerBy ?? null);
  // Its one private reply may have been used.
  const state = shown?.itemId === item.id ? { ...ofItem, privateReply: shown.privateReply } : ofItem;
  const arrived = await arrive(
    transaction,
    editArrival(context, item, {
      editCount: next.edit_count,
      ticketId: known.ticket_id!,
      messageId: known.message_id,
      state,
    }),
    context.desk,
  );
  const { ticketId, platform } = arrived;
  if (ticketId && platform && ticketId !== known.ticket_id)
    await setDeadlines(transaction, { ticketId, platform, now: context.now, isNew: true });
  return ticketId;
}

/** Kept in the list of what came in, though nobody is told. */
async function recordUntold(
  transaction: Connection,
  context: NewsContext,
  { known, next, item }: ItemChange,
): Promise<void> {
  if (known.is_own || !item || next.edit_count === known.edit_count) return;
  await recordItem(transaction, {
    sourceId: context.source.id,
    externalId: `${keyOf(context, item.id)}:edit:${next.edit_count}`,
    state: 'ignored',
    reason: 'its-ticket-is-deleted',
    contentSha256: null,
    rawSha256: null,
    ticketId: known.ticket_id,
    now: context.now,
  });
}
