import { safeLine } from '../../domain/safe-text.ts';
import { tabs } from '../../domain/tab.ts';
import { wrapToCells } from '../../domain/cell-width.ts';
import { MOST_ROWS } from '../lists/take-page.ts';
import type { State } from '../state.ts';
import { signsOf } from '../theme.ts';
import { cutLine, leftAndRight, line, span, type Line, type Span } from './line.ts';
import { chosenLine, headerLine, ticketLine } from './ticket-line.ts';

/** Lines of the list's body that hold no ticket: counts, column titles, and the chosen one in full. */
const AROUND = 3;

export function listHeight(bodyHeight: number): number {
  return Math.max(1, bodyHeight - AROUND);
}

/** A tab's tickets: counts per status, titles, the rows in sight, the chosen ticket in full. */
export function listBody(state: State, height: number): Line[] {
  const { list, size, theme } = state;
  const room = listHeight(height);
  const rows = list.rows.slice(list.top, list.top + room).map((row) =>
    ticketLine(row, {
      tabId: state.tabId,
      width: size.columns,
      theme,
      now: state.now,
      timeZone: state.timeZone,
      isSelected: row.id === list.selectedId,
      isMarked: list.marks.has(row.id),
    }),
  );
  const body = rows.length > 0 ? rows : emptyLines(state);
  const padded = [...body.slice(0, room), ...Array.from({ length: Math.max(0, room - body.length) }, () => line(''))];
  const chosen = list.rows.find(({ id }) => id === list.selectedId);
  return [
    countsLine(state),
    headerLine(state.tabId, size.columns, theme),
    ...padded,
    chosen ? chosenLine(chosen, { width: size.columns, theme, now: state.now, timeZone: state.timeZone }) : line(''),
  ];
}

/** How many stand in each status; what is filtered, marked, above the screen. */
function countsLine({ list, size, theme }: State): Line {
  const spans: Span[] = [];
  for (const { name, count, color } of list.counts) {
    if (spans.length > 0) spans.push(span(` ${signsOf(theme).dot} `, 'quiet'));
    spans.push(
      span(`${safeLine(name, 20)} ${count > 1000 ? '1000+' : count}`, count > 0 ? `colour:${color}` : 'quiet'),
    );
  }
  const above =
    list.top > 0 || list.anchor ? `${signsOf(theme).up} ${list.anchor ? `${MOST_ROWS}+` : list.top} above` : '';
  const right = [
    list.marks.size > 0 ? `${list.marks.size} marked` : '',
    list.filter ? `/${safeLine(list.filter, 40)}` : '',
    above,
  ]
    .filter(Boolean)
    .join('  ');
  return leftAndRight(
    spans,
    right ? [span(right, list.filter || list.marks.size > 0 ? 'marked' : 'quiet')] : [],
    size.columns,
  );
}

function emptyLines({ list, size, tabId }: State): Line[] {
  if (list.error) return wrapToCells(safeLine(list.error, 400), size.columns).map((text) => line(text, 'warning'));
  if (!list.isLoaded) return [line('Reading...', 'quiet')];
  if (list.filter) return [line('No ticket fits the filter. Esc takes it away.', 'quiet')];
  const fedBy = tabs.find(({ id }) => id === tabId)?.fedBy ?? '';
  return [
    line(''),
    ...wrapToCells(`  ${fedBy}`, size.columns - 2).map((text) => line(text)),
    line('  c creates a ticket by hand.', 'quiet'),
  ].map((spans) => cutLine(spans, size.columns));
}
