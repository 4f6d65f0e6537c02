import { cellWidth, fitToCells } from '../domain/cell-width.ts';
import { safeBlock, safeLine } from '../domain/safe-text.ts';
import type { DeskContext } from './context.ts';

/** A column of a table: what it says of an item, and how many cells it may take. */
export interface Column<Item> {
  title: string;
  of: (item: Item) => string | number | null;
  maxCells?: number;
}

/** JSON lines, or a table for people. Text of customers is made safe: a terminal obeys what it is sent. */
export function printList<Item>(
  context: Pick<DeskContext, 'isJson'>,
  items: readonly Item[],
  shown: { json: (item: Item) => object; columns: Column<Item>[]; whenEmpty: string },
): void {
  if (context.isJson) {
    for (const item of items) printJson(shown.json(item));
    return;
  }
  if (items.length === 0) process.stdout.write(`${shown.whenEmpty}\n`);
  else process.stdout.write(`${table(items, shown.columns).join('\n')}\n`);
}

/** Controls that JSON leaves as they are, and signs that turn the direction of a line: some terminals obey them. */
const OBEYED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

export function printJson(value: object): void {
  const json = JSON.stringify(value).replaceAll(
    OBEYED,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  process.stdout.write(`${json}\n`);
}

/** One JSON object, or a sentence. */
export function printAnswer(context: Pick<DeskContext, 'isJson'>, json: object, sentence: string): void {
  if (context.isJson) printJson(json);
  else process.stdout.write(`${safeBlock(sentence)}\n`);
}

function table<Item>(items: readonly Item[], columns: Column<Item>[]): string[] {
  const cells = items.map((item) =>
    columns.map(({ of, maxCells }) => safeLine(String(of(item) ?? ''), maxCells ?? 40)),
  );
  const widths = columns.map(({ title }, index) =>
    Math.max(cellWidth(title), ...cells.map((row) => cellWidth(row[index] ?? ''))),
  );
  const line = (row: string[]) =>
    row
      .map((cell, index) => fitToCells(cell, widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(columns.map(({ title }) => title)), ...cells.map(line)];
}

/** How long ago, in its largest unit. */
export function sayAge(time: string | null, now = Date.now()): string {
  if (time === null) return '';
  const seconds = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
  ] as const) {
    if (seconds >= size) return `${Math.floor(seconds / size)}${unit}`;
  }
  return `${seconds}s`;
}
