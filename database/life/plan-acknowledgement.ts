import { acknowledgementAllowed } from '../../domain/acknowledgement-allowed.ts';
import { fold } from '../../domain/fold.ts';
import { event, nothing, type Decision } from '../../domain/life/decision.ts';
import { standingOf, stopsDeliveries } from '../../domain/ticket.ts';
import type { WaitingInput } from '../load-work.ts';
import { newId } from '../new-id.ts';
import { listOwnAddresses } from '../sources.ts';
import type { LockedTicket } from './step.ts';

/** "We Received Your Request": planned at the opening where the source has it on and the address may get one. */
export async function planAcknowledgement(locked: LockedTicket, input: WaitingInput): Promise<Decision> {
  const { transaction, ticket } = locked;
  if (!ticket.sourceId || stopsDeliveries(standingOf(ticket))) return nothing();
  const source = await transaction('sources')
    .where('sources.id', ticket.sourceId)
    .first<{ acknowledgement: { isOn: boolean } | null } | undefined>('acknowledgement');
  if (!source?.acknowledgement?.isOn) return nothing();
  const contact = await transaction('contacts')
    .where('contacts.id', ticket.contactId)
    .first<{ email: string | null } | undefined>('email');
  const address = contact?.email ?? null;
  const verdict = acknowledgementAllowed(
    {
      isEnabled: true,
      address,
      automatic: (input.data['automatic'] as string | null) ?? null,
      suppressed: input.data['suppressed'] === true,
      ourAddresses: await listOwnAddresses(transaction),
      lastAcknowledgedAt: address ? await lastAcknowledgedAt(locked, address) : null,
    },
    Date.parse(locked.now),
  );
  if (!verdict.allowed || !address) return nothing();
  const deliveryId = newId();
  return {
    ...nothing(),
    deliveries: [
      {
        id: deliveryId,
        kind: 'acknowledgement',
        key: `acknowledgement/${locked.ticketId}`,
        messageId: null,
        recipient: fold(address),
        recipients: { to: [address] },
        data: {},
      },
    ],
    events: [event(locked.circumstances(), 'mail.acknowledged', { deliveryId })],
  };
}

/** Under a lock on the address: two tickets of one address opening at once plan one acknowledgement between them. */
async function lastAcknowledgedAt(locked: LockedTicket, address: string): Promise<number | null> {
  await locked.transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 7))', [fold(address)]);
  const row = await locked
    .transaction('deliveries')
    .where({ recipient: fold(address), kind: 'acknowledgement' })
    .whereNotIn('state', ['discarded', 'failed'])
    .max<{ at: Date | null }>('planned_at as at')
    .first();
  return row?.at ? row.at.getTime() : null;
}
