import { cellWidth, fitToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TabId } from '../../domain/tab.ts';
import type { TicketRow } from '../../domain/views.ts';
import { signsOf, type Theme } from '../theme.ts';
import { cutLine, span, type Line, type Span } from './line.ts';
import { channelOf, columnsFor, holderOf, MARKS_WIDTH, type Moment } from './ticket-columns.ts';
import { platformLine } from './platform-line.ts';
import { ageText, fullTime } from './times.ts';

export function headerLine(tabId: TabId, width: number, theme: Theme): Line {
  const titles = columnsFor(tabId, width).map((column) =>
    fitToCells(column.title, column.width, signsOf(theme).ellipsis),
  );
  return cutLine([span(' '.repeat(MARKS_WIDTH)), span(titles.join(' '), 'heading')], width);
}

interface RowLook extends Moment {
  tabId: TabId;
  width: number;
  isSelected: boolean;
  isMarked: boolean;
}

/** One ticket of a list. */
export function ticketLine(row: TicketRow, look: RowLook): Line {
  const signs = signsOf(look.theme);
  const marks = `${look.isSelected ? signs.selected : ' '}${look.isMarked ? signs.marked : ' '}${stateSign(row)} `;
  const spans: Span[] = [span(marks, look.isMarked ? 'marked' : row.hasTrouble ? 'trouble' : 'plain')];
  for (const column of columnsFor(look.tabId, look.width)) {
    const text = fitToCells(column.text(row, look), column.width, signs.ellipsis);
    spans.push(span(`${text} `, column.style?.(row, look) ?? 'plain'));
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

/** The chosen ticket in full, below a list too narrow for it. */
export function chosenLine(row: TicketRow, look: Moment & { width: number }): Line {
  const parts = [
    `#${row.number}`,
    `${safeLine(row.status.name)}`,
    `${safeLine(row.priority.name)} priority`,
    channelOf(row),
    holderOf(row) === '-' ? 'nobody assigned' : holderOf(row),
    row.conversation?.isVisitorThere ? 'visitor online' : '',
    row.platform ? platformLine(row.channel, row.platform, look) : '',
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
