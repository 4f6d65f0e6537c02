import { theDesk } from '../domain/actor.ts';
import type { DeliveryKind } from '../domain/delivery.ts';
import { takeReceipt, type AttemptOutcome, type ReceiptDecision } from '../domain/life/take-receipt.ts';
import { standingOf } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Connection, Database } from './connect.ts';
import { addInput } from './inputs.ts';
import { newId } from './new-id.ts';
import { lockTicket } from './ticket-row.ts';
import { changeWake } from './write-decision.ts';

export interface Finish extends AttemptOutcome {
  deliveryId: string;
  ticketId: string;
  attempt: number;
  now: string;
}

/**
 * Ends one attempt: receipt, event and input row in one transaction, only where the attempt is still this one. A
 * straggler whose row somebody else settled meanwhile changes nothing.
 * @returns whether it ended here
 */
export async function finishDelivery(database: Database, finish: Finish): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const before = await lockTicket(transaction, finish.ticketId);
    const delivery = await transaction('deliveries')
      .where({ id: finish.deliveryId, state: 'sending', attempt: finish.attempt })
      .first<{ id: string; kind: DeliveryKind; attempt: number; wasRepeated: boolean; sender_id: string | null } | undefined>({
        id: 'id',
        kind: 'kind',
        attempt: 'attempt',
        wasRepeated: 'was_repeated',
        sender_id: 'sender_id',
      });
    if (!before || !delivery) return false;
    const decision = takeReceipt(delivery, finish.outcome, { now: finish.now, standing: standingOf(before) });
    await writeReceipt(transaction, finish, decision);
    await appendEvents(transaction, { id: finish.ticketId, before }, decision.events);
    await addInput(transaction, {
      id: newId(),
      ticketId: finish.ticketId,
      kind: 'receipt',
      data: { deliveryId: finish.deliveryId, attempt: finish.attempt, outcome: finish.outcome },
      actor: theDesk,
      now: finish.now,
    });
    if (delivery.sender_id) await noteSenderHealth(transaction, delivery.sender_id, finish);
    return true;
  });
}

async function writeReceipt(transaction: Connection, finish: Finish, decision: ReceiptDecision): Promise<void> {
  const isEnded = decision.nextAttemptAt === null;
  await transaction('deliveries')
    .where({ id: finish.deliveryId })
    .update({
      state: decision.state,
      was_repeated: decision.wasRepeated,
      receipt: JSON.stringify(finish.receipt),
      attempt_ends_at: null,
      ...(isEnded ? { ended_at: finish.now } : { next_attempt_at: decision.nextAttemptAt }),
    });
  const isLater = decision.nextAttemptAt !== null && decision.nextAttemptAt > finish.now;
  if (!isLater) return;
  await changeWake(
    transaction,
    { ticketId: finish.ticketId },
    { kind: 'delivery-retry', reference: finish.deliveryId, due: decision.nextAttemptAt },
  );
}

/** A fault of the settings, or a server that cannot be reached, is the sender's trouble and shown there. */
async function noteSenderHealth(transaction: Connection, senderId: string, finish: Finish): Promise<void> {
  const isTrouble = finish.outcome === 'fault' || (finish.outcome === 'deferred' && finish.receipt['code'] !== 'EENVELOPE');
  if (isTrouble) {
    await transaction('senders')
      .where({ id: senderId })
      .update({
        last_error_code: finish.outcome === 'deferred' ? 'MAIL_UNREACHABLE' : 'MAIL_LOGIN_REJECTED',
        last_error: String(finish.receipt['response'] ?? '').slice(0, 500),
        last_error_at: finish.now,
      });
  } else if (finish.outcome === 'sent') {
    await transaction('senders').where({ id: senderId }).whereNotNull('last_error_code').update({ last_error_code: null, last_error: null });
  }
}
