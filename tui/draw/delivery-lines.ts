import { safeLine } from '../../domain/safe-text.ts';
import { wrapToCells } from '../../domain/cell-width.ts';
import { isAtPlatform } from '../../domain/delivery.ts';
import type { DeliveryView, TicketDetail } from '../../domain/views.ts';
import type { DetailLook } from './detail-look.ts';
import { nothingLine } from './event-lines.ts';
import { line, span, type Line, type Style } from './line.ts';
import { fullTime } from './times.ts';

const stateStyles: Record<DeliveryView['state'], Style> = {
  planned: 'plain',
  sending: 'plain',
  sent: 'good',
  failed: 'trouble',
  unsure: 'trouble',
  discarded: 'quiet',
};

/** Every mail that left or should leave: state, attempts, the server's own words. Each is one row group to choose. */
export function deliveryGroups(ticket: TicketDetail, look: DetailLook): Line[][] {
  return ticket.deliveries.map((delivery) => [
    [span(`${stateWords(delivery).toUpperCase()} `, stateStyles[delivery.state]), span(headOf(delivery, look))],
    ...serverWords(delivery, look),
    line(`    key ${safeLine(delivery.key, 120)}`, 'quiet'),
  ]);
}

export function noDeliveries(): Line[] {
  return nothingLine('Nothing has been planned to go out for this ticket.');
}

/** A line of a chat is not sent but stands there, read or not. */
export function stateWords({ kind, state, isRead }: DeliveryView): string {
  if (kind !== 'chat' || state !== 'sent') return state;
  return isRead ? 'in the chat, read' : 'in the chat, not read yet';
}

function headOf(delivery: DeliveryView, look: DetailLook): string {
  const attempts = `${delivery.attempts} attempt${delivery.attempts === 1 ? '' : 's'}`;
  const when = delivery.endedAt
    ? fullTime(delivery.endedAt, look.timeZone)
    : `planned ${fullTime(delivery.plannedAt, look.timeZone)}`;
  const sender = delivery.sender ? ` through ${safeLine(delivery.sender, 40)}` : '';
  if (delivery.kind === 'chat') return `line to the visitor, ${when}`;
  const there = { 'public-reply': 'answer in public', 'private-reply': 'private reply', moderation: 'moderation' };
  if (isAtPlatform(delivery.kind))
    return `${there[delivery.kind as keyof typeof there]} at the platform, ${attempts}, ${when}`;
  return `${delivery.kind} to ${safeLine(delivery.to.join(', '), 100)}${sender}, ${attempts}, ${when}`;
}

function serverWords(delivery: DeliveryView, look: DetailLook): Line[] {
  const { receipt } = delivery;
  const said = [
    delivery.heldReason ? `held back: ${delivery.heldReason}` : '',
    typeof receipt?.['response'] === 'string'
      ? `${isAtPlatform(delivery.kind) ? 'platform' : 'server'}: ${receipt['response']}`
      : '',
    typeof receipt?.['reason'] === 'string' ? receipt['reason'] : '',
    delivery.state === 'planned' && delivery.nextAttemptAt
      ? `next attempt ${fullTime(delivery.nextAttemptAt, look.timeZone)}`
      : '',
    delivery.wasRepeated ? 'was sent a second time, with the same Message-ID' : '',
    delivery.state === 'unsure' ? 'It may have arrived. x sends it again, X lets it be.' : '',
    delivery.state === 'failed' ? 'x tries it again, X discards it.' : '',
  ].filter(Boolean);
  return said.flatMap((text) => wrapToCells(safeLine(text, 500), look.width - 4).map((part) => line(`    ${part}`)));
}
