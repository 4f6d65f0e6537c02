import { safeLine } from '../../domain/safe-text.ts';
import type { ContactsState, State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { contactBody } from './contact-body.ts';
import { contactHeader, contactText } from './contact-row.ts';
import { cutLine, leftAndRight, line, span, type Line } from './line.ts';

/** Lines above the rows: title and column titles. */
const HEAD = 2;

/** The people who ask: the list, or the opened one. */
export function contactsBody(state: State, height: number): Line[] {
  const { contacts, size } = state;
  if (!contacts) return [];
  if (contacts.opened) return contactBody(contacts.opened, state, height);
  const search = contacts.search ? [span(`/${safeLine(contacts.search, 40)}`, 'marked')] : [];
  return [
    leftAndRight([span('Contacts', 'title'), span(`  ${countOf(contacts)}`, 'quiet')], search, size.columns),
    [span('  '), span(contactHeader(size.columns, state.theme), 'heading')],
    ...rowLines(contacts, state, Math.max(1, height - HEAD)),
  ].map((spans) => cutLine(spans, size.columns));
}

function countOf({ rows, next }: ContactsState): string {
  return `${rows.length}${next ? ' and more' : ''}, newest first`;
}

function rowLines(contacts: ContactsState, { size, theme, now }: State, room: number): Line[] {
  if (contacts.error) return [line(safeLine(contacts.error, 300), 'trouble')];
  if (!contacts.isLoaded) return [line('Reading...', 'quiet')];
  if (contacts.rows.length === 0)
    return [line(contacts.search ? 'Nobody fits the search. Esc takes it away.' : 'Nobody has asked yet.', 'quiet')];
  const chosen = contacts.rows.findIndex(({ id }) => id === contacts.selectedId);
  const top = Math.max(0, Math.min(chosen - Math.floor(room / 2), contacts.rows.length - room));
  return contacts.rows.slice(top, top + room).map((row) => {
    const isChosen = row.id === contacts.selectedId;
    const text = contactText(row, { width: size.columns, theme, now });
    return line(`${isChosen ? signsOf(theme).selected : ' '} ${text}`, isChosen ? 'selected' : 'plain');
  });
}
