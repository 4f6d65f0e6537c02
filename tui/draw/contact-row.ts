import { fitToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { ContactRow } from '../contact-views.ts';
import { signsOf, type Signs, type Theme } from '../theme.ts';
import { ageText } from './times.ts';

interface Column {
  title: string;
  width: number;
  text: (row: ContactRow, at: { now: number; signs: Signs }) => string;
}

/** What people call a contact. */
export function contactName({ name, email, phone, handle }: Omit<ContactRow, 'ticketCount' | 'isProven'>): string {
  return safeLine(name || email || phone || handle || '', 80) || '-';
}

/** Counted no further than a thousand. */
export function countText(ticketCount: number): string {
  return ticketCount > 1000 ? '1000+' : String(ticketCount);
}

/** The name takes what is left; the phone goes first where it is narrow. */
function columnsFor(width: number): Column[] {
  const isNarrow = width < 80;
  const others: Column[] = [
    { title: 'E-mail', width: width < 110 ? 26 : 36, text: ({ email }) => safeLine(email) || '-' },
    ...(isNarrow ? [] : [{ title: 'Phone', width: 14, text: ({ phone }: ContactRow) => safeLine(phone) || '-' }]),
    { title: 'Tickets', width: 7, text: ({ ticketCount }) => countText(ticketCount).padStart(7) },
    {
      title: 'Known by',
      width: 8,
      text: ({ isProven }, { signs }) => (isProven ? `${signs.on} proven` : `${signs.off} typed`),
    },
    { title: 'Age', width: 4, text: ({ createdAt }, { now }) => ageText(createdAt, now).padStart(4) },
  ];
  const taken = others.reduce((sum, column) => sum + column.width + 1, 2);
  return [{ title: 'Name', width: Math.max(8, width - taken - 1), text: contactName }, ...others];
}

export function contactHeader(width: number, theme: Theme): string {
  return columnsFor(width)
    .map((column) => fitToCells(column.title, column.width, signsOf(theme).ellipsis))
    .join(' ');
}

/** One contact of the list, as wide as the screen but for the sign before it. */
export function contactText(row: ContactRow, look: { width: number; theme: Theme; now: number }): string {
  const signs = signsOf(look.theme);
  return columnsFor(look.width)
    .map((column) => fitToCells(column.text(row, { now: look.now, signs }), column.width, signs.ellipsis))
    .join(' ');
}
