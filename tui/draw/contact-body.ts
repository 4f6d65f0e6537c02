import { fitToCells, wrapToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TicketRow } from '../../domain/views.ts';
import type { ContactDetail } from '../contact-views.ts';
import type { OpenedContact, State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { contactName } from './contact-row.ts';
import { cutLine, line, span, type Line } from './line.ts';
import { ageText, fullTime } from './times.ts';

const MOST_IDENTITIES = 8;

/** One contact: who it is and how that is known, what is kept of it, its tickets to choose from. */
export function contactBody(opened: OpenedContact, state: State, height: number): Line[] {
  const { contact, error } = opened;
  if (!contact) return [line(error ? safeLine(error) : 'Reading the contact...', error ? 'trouble' : 'quiet')];
  const head = [
    ...titleLines(contact, state),
    ...identityLines(contact, state),
    ...attributeLines(contact, state.size.columns),
    ...mergeLines(contact, state.timeZone),
    ...alikeLines(contact),
    line(`Tickets ${contact.tickets.length}${contact.tickets.length > 0 ? ' (Enter opens)' : ''}`, 'heading'),
  ];
  const tickets = contact.tickets.map((ticket, index) => ticketLine(ticket, index === opened.cursor, state));
  const lines = [...head, ...tickets];
  const lowest = Math.max(0, lines.length - height);
  const top = Math.max(0, Math.min(lowest, head.length + opened.cursor + 2 - height));
  return lines.slice(top, top + height).map((spans) => cutLine(spans, state.size.columns));
}

function titleLines(contact: ContactDetail, { timeZone }: State): Line[] {
  const ways = [contact.email, contact.phone, contact.handle].filter(Boolean).join('  ');
  return [
    [
      span(contactName(contact), 'title'),
      span(contact.erasedAt ? `  ERASED ${fullTime(contact.erasedAt, timeZone)}` : '', 'warning'),
    ],
    [
      span(safeLine(ways) || 'no address, no phone number'),
      span(`  known since ${fullTime(contact.createdAt, timeZone)}`, 'quiet'),
    ],
  ];
}

function identityLines({ identities }: ContactDetail, { theme }: State): Line[] {
  const signs = signsOf(theme);
  const shown = identities
    .slice(0, MOST_IDENTITIES)
    .map(({ kind, value, isProven }): Line => [
      span(`  ${isProven ? `${signs.on} proven` : `${signs.off} typed `}  `, isProven ? 'good' : 'warning'),
      span(`${safeLine(kind, 12).padEnd(8)} ${safeLine(value, 120)}`),
    ]);
  const left = identities.length - shown.length;
  return [
    line('Known by', 'heading'),
    ...(shown.length > 0 ? shown : [line('  nothing', 'quiet')]),
    ...(left > 0 ? [line(`  and ${left} more`, 'quiet')] : []),
  ];
}

function attributeLines({ attributes }: ContactDetail, width: number): Line[] {
  const known = Object.entries(attributes).map(([name, value]) => `${safeLine(name, 40)}: ${safeLine(value, 120)}`);
  if (known.length === 0) return [];
  return [line('Attributes', 'heading'), ...wrapToCells(known.join('   '), width - 2).map((text) => line(`  ${text}`))];
}

function mergeLines({ merges }: ContactDetail, timeZone: string): Line[] {
  if (merges.length === 0) return [];
  return [
    line('Merged in (s splits off)', 'heading'),
    ...merges.map(({ name, at }) => line(`  ${safeLine(name, 60)}, ${fullTime(at, timeZone)}`)),
  ];
}

function alikeLines({ alike }: ContactDetail): Line[] {
  if (alike.length === 0) return [];
  return [
    line('Perhaps the same person (m merges)', 'heading'),
    ...alike.map(({ name, kind, value }) => line(`  ${safeLine(name, 60)}: ${kind} ${safeLine(value, 80)}`, 'warning')),
  ];
}

function ticketLine(ticket: TicketRow, isChosen: boolean, { size, theme, now }: State): Line {
  const signs = signsOf(theme);
  const state = ticket.deletedAt ? 'deleted' : ticket.archivedAt ? 'archived' : safeLine(ticket.status.name);
  const text = `${isChosen ? signs.selected : ' '} ${fitToCells(`#${ticket.number}`, 8)}${fitToCells(state, 12, signs.ellipsis)} ${ageText(ticket.activityAt, now).padStart(4)}  ${safeLine(ticket.subject) || '(no subject)'}`;
  return line(isChosen ? fitToCells(text, size.columns, signs.ellipsis) : text, isChosen ? 'selected' : 'plain');
}
