import type { NewEvent } from '../../domain/events.ts';
import type { PlatformAnswer } from '../../domain/platform/platform-item.ts';
import type { TicketState } from '../../domain/ticket.ts';
import type { Connection } from '../connect.ts';
import { toJson } from '../write-together.ts';
import type { NewsContext } from './news-context.ts';

interface AnswerDelivery {
  id: string;
  kind: string;
  attempt: number;
  state: string;
  receipt: { id?: string | null } | null;
}

/** What an answer that the platform tells of changes; `deliveryId` is the refused one, which fails by that. */
export interface AnswerNews {
  events: NewEvent[];
  refusedDeliveryId: string | null;
}

/**
 * Takes in what the platform says of the answer to a question. Ours is known by the id that it was accepted under, or
 * is the newest one where no id was told; an answer that was given elsewhere has no delivery.
 */
export async function takeInAnswer(
  transaction: Connection,
  context: NewsContext,
  of: { ticketId: string; before: TicketState; itemId: string; answer: PlatformAnswer },
): Promise<AnswerNews> {
  const { before, itemId, answer } = of;
  const by = { actor: { kind: 'source' as const, id: context.source.id }, at: context.now };
  const delivery = await findDelivery(transaction, of.ticketId, answer);
  if (answer.state === 'published') {
    if (before.platform?.answer === 'published') return { events: [], refusedDeliveryId: null };
    const data = { itemId, deliveryId: delivery?.id ?? null };
    const overtaken = await discardRefused(transaction, context, of.ticketId);
    const discarded = overtaken.map((deliveryId): NewEvent => ({
      type: 'delivery.discarded',
      data: { deliveryId, kind: 'public-reply', reason: OVERTAKEN },
      ...by,
    }));
    return { events: [{ type: 'answer.published', data, ...by }, ...discarded], refusedDeliveryId: null };
  }
  if (answer.state !== 'refused') return { events: [], refusedDeliveryId: null };
  const refused: NewEvent = { type: 'answer.refused', data: { itemId, deliveryId: delivery?.id ?? null }, ...by };
  if (!delivery) return { events: before.platform?.answer === 'refused' ? [] : [refused], refusedDeliveryId: null };
  if (!(await failDelivery(transaction, context, { delivery, answer }))) return { events: [], refusedDeliveryId: null };
  const data = { deliveryId: delivery.id, kind: delivery.kind, attempt: delivery.attempt, bounced: true };
  return { events: [{ type: 'delivery.failed', data, ...by }, refused], refusedDeliveryId: delivery.id };
}

const OVERTAKEN = 'the platform shows a later answer';

/** What its review refused needs nobody any more once another answer is shown. @returns their ids */
async function discardRefused(transaction: Connection, { now }: NewsContext, ticketId: string): Promise<string[]> {
  const rows = await transaction('deliveries')
    .where({ ticket_id: ticketId, kind: 'public-reply', state: 'failed' })
    .update({ state: 'discarded', ended_at: now })
    .returning<{ id: string }[]>('id');
  return rows.map(({ id }) => id);
}

async function findDelivery(
  transaction: Connection,
  ticketId: string,
  answer: PlatformAnswer,
): Promise<AnswerDelivery | undefined> {
  const tried = await transaction('deliveries')
    .where({ ticket_id: ticketId, kind: 'public-reply' })
    .where('attempt', '>', 0)
    .orderBy('planned_at', 'desc')
    .select<AnswerDelivery[]>('id', 'kind', 'attempt', 'state', 'receipt');
  const byId = answer.id === null ? undefined : tried.find(({ receipt }) => receipt?.id === answer.id);
  if (byId) return byId;
  const [newest] = tried;
  // One that was accepted under another id is another answer.
  return answer.id === null || !newest?.receipt?.id ? newest : undefined;
}

/** @returns whether it was under way or under review until now */
async function failDelivery(
  transaction: Connection,
  { now }: NewsContext,
  { delivery, answer }: { delivery: AnswerDelivery; answer: PlatformAnswer },
): Promise<boolean> {
  const count = await transaction('deliveries')
    .where({ id: delivery.id })
    .whereIn('state', ['sent', 'unsure', 'sending'])
    .update({
      state: 'failed',
      ended_at: now,
      attempt_ends_at: null,
      receipt: toJson({
        ...delivery.receipt,
        id: answer.id,
        bounced: true,
        code: 'PLATFORM_REFUSED',
        response: answer.reason,
      }),
    });
  return count > 0;
}
