import { channelNames, type Channel } from '../../domain/channel.ts';
import { cellWidth, fitToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TicketRow } from '../../domain/views.ts';
import { signsOf, type Theme } from '../theme.ts';
import { cutLine, span, type Line, type Span, type Style } from './line.ts';
import { ageText, fullTime, shortTime } from './times.ts';

interface Moment {
  now: number;
  timeZone: string;
  theme: Theme;
}

interface Column {
  title: string;
  width: number;
  text: (row: TicketRow, at: Moment) => string;
  style?: (row: TicketRow) => Style;
}

/** A letter for the status's meaning stands before its name: legible without any colour. */
const categoryLetters = { new: 'N', open: 'O', waiting: 'W', solved: 'S', spam: '!' };

/** The channel in few letters, so that the source's name keeps room beside it. */
const shortChannels: Record<Channel, string> = {
  chatbot: 'chat',
  'web-form': 'form',
  instagram: 'insta',
  facebook: 'fb',
  trendyol: 'trdyl',
  'supsis-form': 'supsis',
  email: 'mail',
  automation: 'auto',
  manual: 'typed',
};

const number = (width: number): Column => ({ title: 'No.', width, text: (row) => `#${row.number}` });
const status = (width: number): Column => ({
  title: 'Status',
  width,
  text: (row) => `${categoryLetters[row.status.category]} ${safeLine(row.status.name)}`,
  style: (row) => `colour:${row.status.color}`,
});
const representative = (width: number): Column => ({ title: 'Representative', width, text: holderOf });
const channel = (width: number): Column => ({
  title: 'Channel',
  width,
  text: (row) => (width < 20 ? shortChannelOf(row) : channelOf(row)),
});
const subject = (width: number): Column => ({
  title: 'Subject',
  width,
  text: (row) => safeLine(row.subject) || '(no subject)',
});
const contact = (width: number): Column => ({ title: 'Contact', width, text: contactOf });
const tags = (width: number): Column => ({ title: 'Tags', width, text: (row) => safeLine(row.tags.join(', ')) });
const priority = (width: number): Column => ({
  title: 'Priority',
  width,
  text: (row) => safeLine(row.priority.name),
  style: (row) => (row.priority.rank > 2 ? `colour:${row.priority.color}` : 'plain'),
});
const date = (width: number): Column => ({ title: 'Date', width, text: (row, at) => shortTime(row.activityAt, at) });
const age = (width: number): Column => ({
  title: 'Age',
  width,
  text: (row, at) => ageText(row.activityAt, at.now).padStart(width),
});

/** Columns that fit a width. The subject takes what is left; what is dropped stands below the list for the chosen row. */
export function columnsFor(width: number): Column[] {
  const numbers = number(7);
  if (width < 80) return withSubject(width, [numbers, status(8), subject(0), contact(10), age(4)]);
  if (width < 100)
    return withSubject(width, [
      numbers,
      status(9),
      representative(9),
      channel(9),
      subject(0),
      contact(11),
      priority(6),
      age(4),
    ]);
  if (width < 116) {
    const [who, where] = [representative(11), channel(14)];
    return withSubject(width, [numbers, status(10), who, where, subject(0), contact(13), priority(6), age(4)]);
  }
  if (width < 140)
    return withSubject(width, [
      numbers,
      status(10),
      representative(11),
      channel(14),
      subject(0),
      contact(13),
      tags(8),
      priority(6),
      date(12),
      age(4),
    ]);
  return withSubject(width, [
    numbers,
    status(13),
    representative(17),
    channel(22),
    subject(0),
    contact(20),
    tags(18),
    priority(9),
    date(12),
    age(5),
  ]);
}

function withSubject(width: number, columns: Column[]): Column[] {
  const others = columns.reduce((sum, column) => sum + column.width + 1, MARKS_WIDTH);
  return columns.map((column) => (column.title === 'Subject' ? subject(Math.max(8, width - others)) : column));
}

const MARKS_WIDTH = 4;

export function headerLine(width: number, theme: Theme): Line {
  const titles = columnsFor(width).map((column) => fitToCells(column.title, column.width, signsOf(theme).ellipsis));
  return cutLine([span(' '.repeat(MARKS_WIDTH)), span(titles.join(' '), 'heading')], width);
}

/** One ticket of a list. */
export function ticketLine(
  row: TicketRow,
  look: Moment & { width: number; isSelected: boolean; isMarked: boolean },
): Line {
  const signs = signsOf(look.theme);
  const marks = `${look.isSelected ? signs.selected : ' '}${look.isMarked ? signs.marked : ' '}${stateSign(row)} `;
  const spans: Span[] = [span(marks, look.isMarked ? 'marked' : row.hasTrouble ? 'trouble' : 'plain')];
  for (const column of columnsFor(look.width)) {
    const text = fitToCells(column.text(row, look), column.width, signs.ellipsis);
    spans.push(span(`${text} `, column.style?.(row) ?? 'plain'));
  }
  const line = cutLine(spans, look.width);
  return look.isSelected ? [span(line.map(({ text }) => text).join(''), 'selected')] : line;
}

/** `!` trouble, `~` a command waits, `z` snoozed, `d` draft, `a` archived, `x` deleted. */
function stateSign(row: TicketRow): string {
  if (row.hasTrouble) return '!';
  if (row.hasWaitingCommand) return '~';
  if (row.deletedAt) return 'x';
  if (row.archivedAt) return 'a';
  if (row.snoozedUntil) return 'z';
  return row.draftReason ? 'd' : ' ';
}

export function holderOf(row: TicketRow): string {
  return safeLine(row.representative?.name ?? row.team?.name ?? '') || '-';
}

export function channelOf(row: TicketRow): string {
  const name = channelNames[row.channel];
  return row.source ? `${name} ${safeLine(row.source)}` : name;
}

function shortChannelOf(row: TicketRow): string {
  return row.source && row.channel !== 'manual'
    ? `${shortChannels[row.channel]} ${safeLine(row.source)}`
    : shortChannels[row.channel];
}

export function contactOf(row: TicketRow): string {
  const { contact } = row;
  return safeLine(contact?.name ?? contact?.handle ?? contact?.email ?? contact?.phone ?? '') || '-';
}

/** The chosen ticket in full, below a list too narrow for it. */
export function chosenLine(row: TicketRow, look: Moment & { width: number }): Line {
  const parts = [
    `#${row.number}`,
    `${safeLine(row.status.name)}`,
    `${safeLine(row.priority.name)} priority`,
    channelOf(row),
    holderOf(row) === '-' ? 'nobody assigned' : holderOf(row),
    row.tags.length > 0 ? `tags ${safeLine(row.tags.join(', '))}` : '',
    `${fullTime(row.activityAt, look.timeZone)} (${ageText(row.activityAt, look.now)})`,
    row.draftReason ? `draft: ${safeLine(row.draftReason)}` : '',
    row.snoozedUntil ? `snoozed until ${fullTime(row.snoozedUntil, look.timeZone)}` : '',
    row.hasWaitingCommand ? 'a command waits' : '',
    row.hasTrouble ? 'needs a look: parked input or failed delivery' : '',
    row.archivedAt ? 'archived' : '',
    row.deletedAt ? 'deleted' : '',
  ].filter(Boolean);
  const text = parts.join(` ${signsOf(look.theme).dot} `);
  return cutLine(
    [span(cellWidth(text) > look.width ? fitToCells(text, look.width, signsOf(look.theme).ellipsis) : text, 'quiet')],
    look.width,
  );
}
