import { stateWords } from '../tui/draw/delivery-lines.ts';
import { traceWords } from '../tui/draw/redirection-lines.ts';
import { talkWords } from '../tui/draw/talk-words.ts';
import { isAtPlatform, type DeliveryKind } from '../domain/delivery.ts';
import type { TicketDetail } from '../domain/views.ts';
import { safeBlock, safeLine } from '../domain/safe-text.ts';
import { pageField } from './page-field.ts';
import { platformLines } from './ticket-platform.ts';

/** One ticket for people: what it is, what was said, what happened, what went out and why. */
export function ticketPage(ticket: TicketDetail): string {
  const { contact } = ticket;
  const handle = contact?.handle && `@${contact.handle.replace(/^@/, '')}`;
  const who = [contact?.name, handle, contact?.email, contact?.phone].filter(Boolean).join(', ');
  const head = [
    `#${ticket.number}  ${safeLine(ticket.subject ?? '(no subject)')}`,
    pageField('Status', ticket.status.name),
    pageField('Representative', ticket.representative?.name ?? 'nobody'),
    pageField('Team', ticket.team?.name),
    pageField('Channel', [ticket.channel, ticket.source, versionOf(ticket)].filter(Boolean).join(', ')),
    pageField('Talk', ticket.conversation && talkWords(ticket.conversation)),
    ...platformLines(ticket),
    pageField('Contact', who || 'unknown'),
    pageField('Priority', ticket.priority.name),
    pageField('Tags', ticket.tags.join(', ')),
    pageField('Opened', ticket.createdAt),
    pageField('Draft', ticket.draftReason),
    pageField('Snoozed until', ticket.snoozedUntil),
    pageField('Archived', ticket.archivedAt),
    pageField('Deleted', ticket.deletedAt),
    pageField('Version', String(ticket.version)),
  ];
  return [
    ...head,
    ...section('Messages', ticket.messages.flatMap(messageLines)),
    ...section('Deliveries', ticket.deliveries.map(deliveryLine)),
    ...section(
      'Redirection',
      ticket.traces.map(
        (trace) =>
          `rule ${trace.ruleNumber ?? '(removed)'}: ${trace.hasMatched ? 'matched' : 'did not match'}. ${traceWords(trace)}`,
      ),
    ),
    ...section(
      'Waiting',
      ticket.inputs.map(
        (input) =>
          `${input.state} ${input.command ?? input.kind} by ${safeLine(input.actor.name ?? 'the desk')}  ${input.id}`,
      ),
    ),
    ...section(
      'Linked',
      ticket.links.map((link) => `${link.kind} #${link.number} ${safeLine(link.subject ?? '')}`),
    ),
    ...section(
      'Events',
      ticket.events.map(
        (event) => `${event.number}. ${event.at} ${event.type} by ${safeLine(event.actor.name ?? event.actor.kind)}`,
      ),
    ),
  ]
    .filter((line) => line !== null)
    .join('\n');
}

function versionOf({ designVersion }: TicketDetail): string | null {
  return designVersion === null ? null : `version ${designVersion}`;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function messageLines(message: TicketDetail['messages'][number]): string[] {
  const author = [message.author.name, message.author.address && `<${message.author.address}>`]
    .filter(Boolean)
    .join(' ');
  const automatic = message.automatic ? ` (${message.automatic})` : '';
  const files = message.attachments.map(
    ({ name, size, droppedReason }) =>
      `  [${safeLine(name)}, ${size} bytes${droppedReason ? `, ${safeLine(droppedReason)}` : ''}]`,
  );
  const text = safeBlock(message.reply ?? message.text ?? '')
    .split('\n')
    .map((line) => `  ${line}`);
  return [`${message.number}. ${message.kind}${automatic} ${message.at} ${safeLine(author)}`, ...text, ...files];
}

function deliveryLine(delivery: TicketDetail['deliveries'][number]): string {
  const words = delivery.receipt?.['response'] ?? delivery.receipt?.['reason'] ?? delivery.heldReason ?? '';
  const nobody = nobodyWords(delivery.kind);
  return `${delivery.kind} to ${safeLine(delivery.to.join(', ')) || nobody}: ${stateWords(delivery)}, attempt ${delivery.attempts} ${safeLine(String(words))}  ${delivery.id}`;
}

function nobodyWords(kind: DeliveryKind): string {
  if (isAtPlatform(kind)) return 'the platform';
  return kind === 'chat' ? 'the visitor' : 'an address that is gone';
}
