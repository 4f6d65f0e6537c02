import { theDesk } from '../domain/actor.ts';
import { errorTable } from '../domain/errors.ts';
import type { AttemptedDelivery, AttemptOutcome, PlatformAttempt, ReceiptDecision } from '../domain/life/receipt.ts';
import { takeReceipt } from '../domain/life/take-receipt.ts';
import { standingOf, type TicketState } from '../domain/ticket.ts';
import { appendEvents } from './append-events.ts';
import type { Connection, Database } from './connect.ts';
import type { NewInput } from './inputs.ts';
import { lockItems } from './platform/item-rows.ts';
import { newId } from './new-id.ts';
import { lockTicket } from './ticket-row.ts';
import { changeWake } from './write-decision.ts';
import { toJson, type Part } from './write-together.ts';

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
  return database.transaction((transaction) => finishDeliveryIn(transaction, finish));
}

/** The same in a transaction of the caller. */
export async function finishDeliveryIn(transaction: Connection, finish: Finish): Promise<boolean> {
  const moderated =
    finish.outcome === 'sent' && finish.atPlatform ? moderationPart(finish.atPlatform, finish.now) : null;
  // Before the ticket, as whoever takes in the same news does.
  if (moderated && finish.atPlatform) await lockItems(transaction, finish.atPlatform.sourceId, []);
  const before = await lockTicket(transaction, finish.ticketId);
  const delivery = await transaction('deliveries')
    .where({ id: finish.deliveryId, state: 'sending', attempt: finish.attempt })
    .first<Ending['delivery'] | undefined>({
      id: 'id',
      kind: 'kind',
      attempt: 'attempt',
      wasRepeated: 'was_repeated',
      sender_id: 'sender_id',
    });
  if (!before || !delivery) return false;
  return end(transaction, { finish: await asSourceStands(transaction, finish), before, delivery, moderated });
}

/**
 * Its owner may have mended the account since the attempt noted its trouble: then what was held is on its way already, and
 * this goes on with it. Under a lock on the source, so that whoever mends it now finds what is held here.
 */
async function asSourceStands(transaction: Connection, finish: Finish): Promise<Finish> {
  if (finish.outcome !== 'fault' || !finish.atPlatform) return finish;
  const source = await transaction('sources')
    .where({ id: finish.atPlatform.sourceId })
    .forShare()
    .first<{ stopped_at: Date | null } | undefined>('stopped_at');
  return source?.stopped_at ? finish : { ...finish, outcome: 'deferred' };
}

interface Ending {
  finish: Finish;
  before: TicketState;
  delivery: AttemptedDelivery & { sender_id: string | null };
  moderated: Part | null;
}

async function end(transaction: Connection, { finish, before, delivery, moderated }: Ending): Promise<true> {
  const { now } = finish;
  const decision = takeReceipt(delivery, finish, { now, standing: standingOf(before), platform: before.platform });
  const also = [
    // A purge took whom it went to: a server's words would bring it back.
    receiptPart(before.purgedAt ? { ...finish, receipt: {} } : finish, decision),
    ...(delivery.sender_id ? senderHealthParts(delivery.sender_id, finish) : []),
    ...(moderated ? [moderated] : becamePart(finish)),
  ];
  await appendEvents(transaction, { id: finish.ticketId, before, input: receiptInput(finish), also }, decision.events);
  const isLater = decision.nextAttemptAt !== null && decision.nextAttemptAt > finish.now;
  if (isLater) await wakeForRetry(transaction, finish, decision.nextAttemptAt);
  for (const wake of decision.wakes ?? []) await changeWake(transaction, { ticketId: finish.ticketId }, wake);
  return true;
}

/** The item as a moderation that was done leaves it: what the next poll finds is no news then. Null for an answer. */
function moderationPart({ act, sourceId, itemId }: PlatformAttempt, now: string): Part | null {
  if (act !== 'hide' && act !== 'show' && act !== 'remove') return null;
  const change =
    act === 'remove' ? 'removed_at = coalesce(removed_at, ?)' : 'is_hidden = ?::boolean, visibility_at = ?';
  const values = act === 'remove' ? [now] : [String(act === 'hide'), now];
  return {
    sql: `UPDATE platform_items SET ${change} WHERE source_id = ? AND item_id = ?`,
    bindings: [...values, sourceId, itemId],
  };
}

/** An answer knows what it became at the platform. */
function becamePart({ outcome, atPlatform, receipt, deliveryId }: Finish): Part[] {
  const { id } = receipt;
  if (!atPlatform || outcome !== 'sent' || typeof id !== 'string') return [];
  const sql = 'UPDATE messages SET platform_item_id = ? WHERE id = (SELECT message_id FROM deliveries WHERE id = ?)';
  return [{ sql, bindings: [id, deliveryId] }];
}

function receiptInput(finish: Finish): NewInput {
  return {
    id: newId(),
    ticketId: finish.ticketId,
    kind: 'receipt',
    data: { deliveryId: finish.deliveryId, attempt: finish.attempt, outcome: finish.outcome },
    actor: theDesk,
    now: finish.now,
  };
}

/** One statement whether it ended or is tried again: a time that is not told stays as it was. */
function receiptPart(finish: Finish, decision: ReceiptDecision): Part {
  const isEnded = decision.nextAttemptAt === null;
  return {
    sql: `UPDATE deliveries SET state = ?, was_repeated = ?::boolean, receipt = ?::jsonb, held_reason = ?, attempt_ends_at = NULL,
        ended_at = coalesce(?::timestamptz, ended_at), next_attempt_at = coalesce(?::timestamptz, next_attempt_at)
      WHERE id = ?`,
    bindings: [
      decision.state,
      String(decision.wasRepeated),
      toJson(finish.receipt),
      decision.heldReason ?? null,
      isEnded ? finish.now : null,
      decision.nextAttemptAt,
      finish.deliveryId,
    ],
  };
}

async function wakeForRetry(transaction: Connection, finish: Finish, due: string | null): Promise<void> {
  await changeWake(
    transaction,
    { ticketId: finish.ticketId },
    { kind: 'delivery-retry', reference: finish.deliveryId, due },
  );
}

/** A fault of the settings, or a server that cannot be reached, is the sender's trouble and shown there. */
function senderHealthParts(senderId: string, finish: Finish): Part[] {
  const isTrouble =
    finish.outcome === 'fault' ||
    (finish.outcome === 'deferred' && !['EENVELOPE', 'EMESSAGE'].includes(String(finish.receipt['code'])));
  if (isTrouble) {
    const code = troubleOf(finish);
    const words = String(finish.receipt['response'] ?? '').slice(0, 500);
    return [
      {
        sql: 'UPDATE senders SET last_error_code = ?, last_error = ?, last_error_at = ? WHERE id = ?',
        bindings: [code, words, finish.now, senderId],
      },
    ];
  }
  if (finish.outcome !== 'sent') return [];
  const sql =
    'UPDATE senders SET last_error_code = NULL, last_error = NULL WHERE id = ? AND last_error_code IS NOT NULL';
  return [{ sql, bindings: [senderId] }];
}

/** A code of ours where the receipt names one: it says how to mend the settings. */
function troubleOf({ outcome, receipt }: Finish): string {
  if (outcome === 'deferred') return 'MAIL_UNREACHABLE';
  const codes = String(receipt['code'] ?? '').split('/');
  return codes.find((code) => Object.hasOwn(errorTable, code)) ?? 'MAIL_LOGIN_REJECTED';
}
