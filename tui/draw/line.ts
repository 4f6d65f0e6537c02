import { cellWidth, cutToCells } from '../../domain/cell-width.ts';

/** What a piece of a line means; the theme says how that looks. `colour:blue` and so on are the desk owner's own. */
export type Style =
  | 'plain'
  | 'title'
  | 'heading'
  | 'quiet'
  | 'selected'
  | 'marked'
  | 'key'
  | 'good'
  | 'warning'
  | 'trouble'
  | 'note'
  | 'cursor'
  | `colour:${string}`;

export interface Span {
  text: string;
  style: Style;
}

/** One row of the screen. */
export type Line = readonly Span[];

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

export function line(text: string, style: Style = 'plain'): Line {
  return [{ text, style }];
}

/** Cut to the width: nothing is ever broken by the terminal. */
export function cutLine(spans: Line, cells: number): Line {
  const cut: Span[] = [];
  let left = cells;
  for (const { text, style } of spans) {
    if (left <= 0) break;
    const fitting = cutToCells(text, left);
    cut.push({ text: fitting.text, style });
    left -= fitting.width;
  }
  return cut;
}

export function lineWidth(spans: Line): number {
  return spans.reduce((width, { text }) => width + cellWidth(text), 0);
}

/** Spans at the left and at the right end of one row; the left gives way. */
export function leftAndRight(left: Line, right: Line, cells: number): Line {
  const rightWidth = lineWidth(right);
  if (rightWidth === 0) return cutLine(left, cells);
  const cut = cutLine(left, Math.max(0, cells - rightWidth - 1));
  const gap = Math.max(1, cells - lineWidth(cut) - rightWidth);
  return cutLine([...cut, span(' '.repeat(gap)), ...right], cells);
}

/** The letters alone: what tests compare. */
export function lineText(spans: Line): string {
  return spans.map(({ text }) => text).join('');
}
