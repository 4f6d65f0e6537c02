import {
  HELD_SECONDS,
  heldBySource,
  isAtPlatform,
  isNotice,
  SENDER_IS_OFF,
  type DeliveryKind,
} from '../domain/delivery.ts';
import { MAIL_QUOTA_MEMORY_MILLISECONDS, mailQuota } from '../domain/mail-quota.ts';
import { theDesk } from '../domain/actor.ts';
import { appendEvents } from './append-events.ts';
import type { Connection, Database } from './connect.ts';
import { lockTicket } from './ticket-row.ts';
import { changeWake } from './write-decision.ts';

export interface Claim {
  deliveryId: string;
  now: string;
  /** When this attempt is over, whatever happens: its sockets are stopped before. */
  attemptEndsAt: string;
  /** So much later an attempt at a platform counts as past its end: what it sent may be seen there a little late. */
  settleSeconds?: number;
}

/**
 * The workflow starts only what is due by the engine's clock; this machine's may be a little behind it, and refusing
 * would only have the workflow ask again at once.
 */
const CLOCK_SKEW_MILLISECONDS = 5000;

function soon(now: string): string {
  return new Date(Date.parse(now) + CLOCK_SKEW_MILLISECONDS).toISOString();
}

/** @returns the number of the attempt that may now send; null when there is nothing (any more) to send now */
export async function claimDelivery(database: Database, claim: Claim): Promise<number | null> {
  return database.transaction(async (transaction) => {
    // Under the ticket's lock, so that a step which discards or plans it anew does not do so while it starts.
    const delivery = await transaction('deliveries')
      .join('tickets', 'tickets.id', 'deliveries.ticket_id')
      // What was planned before there was a sender leaves by the default one.
      .leftJoin(
        'senders',
        transaction.raw(
          'senders.id = coalesce(deliveries.sender_id, CASE WHEN senders.is_default THEN senders.id END)',
        ),
      )
      .where({ 'deliveries.id': claim.deliveryId })
      .forUpdate('tickets')
      .first<ClaimedRow | undefined>(
        'senders.is_on',
        'tickets.source_id',
        'deliveries.kind',
        'deliveries.ticket_id',
        'deliveries.recipient',
      );
    if (!delivery) return null;
    const isToPlatform = isAtPlatform(delivery.kind);
    // A line of a chat needs no sender, and neither does what is done at a platform.
    if (delivery.is_on === false && delivery.kind !== 'chat' && !isToPlatform) {
      return hold(transaction, { claim, delivery, retryAt: heldUntilChecked(claim), reason: SENDER_IS_OFF });
    }
    if (isToPlatform) {
      const until = await heldBySourceUntil(transaction, claim, delivery.source_id);
      if (until) return hold(transaction, { claim, delivery, ...until });
    }
    if (isNotice(delivery.kind) && delivery.recipient) {
      const until = await heldUntil(transaction, {
        ...claim,
        ticketId: delivery.ticket_id,
        recipient: delivery.recipient,
      });
      if (until) return hold(transaction, { claim, delivery, ...until });
    }
    const [claimed] = await transaction('deliveries')
      .where({ id: claim.deliveryId, state: 'planned' })
      .where('next_attempt_at', '<=', soon(claim.now))
      .update({
        state: 'sending',
        attempt: transaction.raw('attempt + 1'),
        attempt_ends_at: isToPlatform ? later(claim.attemptEndsAt, claim.settleSeconds ?? 0) : claim.attemptEndsAt,
        held_reason: null,
      })
      .returning<{ attempt: number }[]>('attempt');
    return claimed?.attempt ?? null;
  });
}

interface ClaimedRow {
  kind: DeliveryKind;
  ticket_id: string;
  source_id: string | null;
  recipient: string | null;
  is_on: boolean | null;
}

function later(time: string, seconds: number): string {
  return new Date(Date.parse(time) + seconds * 1000).toISOString();
}

/** Switching it on sends what waits at once; this is only for what was planned in that very moment. */
function heldUntilChecked({ now }: Claim): string {
  return later(now, HELD_SECONDS);
}

/** Under a lock on the source, so that what is held just before it goes on goes out with the rest. */
async function heldBySourceUntil(
  transaction: Connection,
  claim: Claim,
  sourceId: string | null,
): Promise<{ retryAt: string; reason: string } | null> {
  const source = await transaction('sources')
    .where({ id: sourceId })
    .forShare()
    .first<{ stopped_at: Date | null; waits_until: Date | null; last_error_code: string | null } | undefined>(
      'stopped_at',
      'waits_until',
      'last_error_code',
    );
  if (source?.stopped_at)
    return { retryAt: heldUntilChecked(claim), reason: heldBySource('stopped', source.last_error_code) };
  const waitsUntil = source?.waits_until?.toISOString();
  if (!waitsUntil || waitsUntil <= claim.now) return null;
  return { retryAt: waitsUntil, reason: heldBySource('waiting', source?.last_error_code ?? null) };
}

interface Recipient extends Claim {
  ticketId: string;
  recipient: string;
}

/** Under a lock on the recipient, so that two attempts at once count each other. */
async function heldUntil(transaction: Connection, to: Recipient): Promise<{ retryAt: string; reason: string } | null> {
  await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 8))', [to.recipient]);
  const now = Date.parse(to.now);
  const rows = await transaction('deliveries')
    .where({ recipient: to.recipient })
    .whereNot({ id: to.deliveryId })
    .where((counts) =>
      counts
        .where((ended) =>
          ended
            .whereIn('state', ['sent', 'unsure'])
            .where('ended_at', '>', new Date(now - MAIL_QUOTA_MEMORY_MILLISECONDS).toISOString()),
        )
        .orWhere({ state: 'sending' }),
    )
    .orderByRaw('ended_at DESC NULLS FIRST')
    .limit(400)
    .select<{ ticket_id: string; ended_at: Date | null }[]>('ticket_id', 'ended_at');
  // What is being sent right now counts as just sent.
  const mails = rows.map(({ ticket_id, ended_at }) => ({ ticketId: ticket_id, at: ended_at?.getTime() ?? now }));
  const verdict = mailQuota(
    {
      toRecipient: mails.map(({ at }) => at),
      toRecipientForTicket: mails.filter(({ ticketId }) => ticketId === to.ticketId).map(({ at }) => at),
    },
    now,
  );
  if (verdict.allowed) return null;
  const { scope, mails: most, minutes } = verdict.rule;
  const whom = scope === 'recipient' ? 'this recipient' : 'this recipient about this ticket';
  return {
    retryAt: new Date(verdict.retryAt).toISOString(),
    reason: `more than ${most} mails to ${whom} in ${minutes} minutes`,
  };
}

async function hold(
  transaction: Connection,
  held: { claim: Claim; delivery: { kind: DeliveryKind; ticket_id: string }; retryAt: string; reason: string },
): Promise<null> {
  const { claim, delivery, retryAt, reason } = held;
  const before = await lockTicket(transaction, delivery.ticket_id);
  const count = await transaction('deliveries')
    .where({ id: claim.deliveryId, state: 'planned' })
    .where('next_attempt_at', '<=', soon(claim.now))
    .update({ next_attempt_at: retryAt, held_reason: reason });
  if (count === 0) return null;
  await appendEvents(transaction, { id: delivery.ticket_id, before }, [
    {
      type: 'delivery.held',
      data: { deliveryId: claim.deliveryId, kind: delivery.kind, until: retryAt },
      actor: theDesk,
      at: claim.now,
    },
  ]);
  await changeWake(
    transaction,
    { ticketId: delivery.ticket_id },
    { kind: 'delivery-retry', reference: claim.deliveryId, due: retryAt },
  );
  return null;
}
