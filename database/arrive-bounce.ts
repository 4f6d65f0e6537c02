import { theDesk } from '../domain/actor.ts';
import { appendEvents } from './append-events.ts';
import type { Connection } from './connect.ts';
import { addInput } from './inputs.ts';
import { newId } from './new-id.ts';
import { lockTicket } from './ticket-row.ts';
import { toJson } from './write-together.ts';

export interface ArrivedBounce {
  sourceId: string;
  externalId: string;
  contentSha256: Buffer;
  rawSha256: Buffer;
  now: string;
  originalMessageId: string | null;
  /** Whether it failed for good; a mere delay is noted and changes nothing. */
  hasFailed: boolean;
  diagnostic: { address: string; status: string | null; words: string | null }[];
}

/** A mail came back. Where it is one of ours, its delivery is marked as failed; the bounce opens no ticket and is never answered. */
export async function arriveBounce(
  transaction: Connection,
  bounce: ArrivedBounce,
): Promise<{ state: string; ticketId: string | null }> {
  const delivery = bounce.originalMessageId
    ? await transaction('deliveries')
        .where({ mail_message_id: bounce.originalMessageId })
        .first<{ id: string; ticket_id: string; kind: string; attempt: number } | undefined>(
          'id',
          'ticket_id',
          'kind',
          'attempt',
        )
    : undefined;
  const inserted = await transaction('inbound_items')
    .insert({
      id: newId(),
      source_id: bounce.sourceId,
      external_id: bounce.externalId,
      state: 'ignored',
      reason: delivery ? (bounce.hasFailed ? 'bounce-of-ours' : 'delay-of-ours') : 'bounce-of-an-unknown-mail',
      content_sha256: bounce.contentSha256,
      raw_sha256: bounce.rawSha256,
      ticket_id: delivery?.ticket_id ?? null,
      received_at: bounce.now,
    })
    .onConflict(['source_id', 'external_id'])
    .ignore()
    .returning('id');
  if (inserted.length === 0 || !delivery || !bounce.hasFailed) return { state: 'ignored', ticketId: null };
  return { state: 'taken', ticketId: await failDelivery(transaction, bounce, delivery) };
}

async function failDelivery(
  transaction: Connection,
  bounce: ArrivedBounce,
  delivery: { id: string; ticket_id: string; kind: string; attempt: number },
): Promise<string | null> {
  const before = await lockTicket(transaction, delivery.ticket_id);
  const count = await transaction('deliveries')
    .where({ id: delivery.id })
    .whereIn('state', ['sent', 'unsure', 'sending'])
    .update({
      state: 'failed',
      ended_at: bounce.now,
      receipt: toJson({ bounced: true, recipients: before?.purgedAt ? [] : bounce.diagnostic }),
    });
  if (!before || count === 0) return null;
  await appendEvents(transaction, { id: delivery.ticket_id, before }, [
    {
      type: 'delivery.failed',
      data: { deliveryId: delivery.id, kind: delivery.kind, attempt: delivery.attempt, bounced: true },
      actor: theDesk,
      at: bounce.now,
    },
  ]);
  await addInput(transaction, {
    id: newId(),
    ticketId: delivery.ticket_id,
    kind: 'receipt',
    data: { deliveryId: delivery.id, outcome: 'bounced' },
    actor: theDesk,
    now: bounce.now,
  });
  return delivery.ticket_id;
}
