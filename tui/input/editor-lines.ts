import { cellWidth, cutToCells } from '../../domain/cell-width.ts';
import type { TextEditor } from './text-editor.ts';

export interface EditorLines {
  lines: string[];
  /** Where the cursor is drawn. */
  row: number;
  column: number;
}

/** The text broken to so many cells, with the cursor's place. A cursor at the end of a full line stands on the next. */
export function editorLines({ text, cursor }: TextEditor, cells: number): EditorLines {
  const laid: EditorLines = { lines: [], row: 0, column: 0 };
  let start = 0;
  for (const line of text.split('\n')) {
    for (const piece of pieces(line, Math.max(2, cells - 1))) {
      const end = start + piece.length;
      if (cursor >= start && cursor <= end) {
        laid.row = laid.lines.length;
        laid.column = cellWidth(piece.slice(0, cursor - start));
      }
      laid.lines.push(piece);
      start = end;
    }
    start += 1;
  }
  return laid;
}

/** A line in pieces that together are the line: blanks at a break stay at the piece's end. */
function pieces(line: string, cells: number): string[] {
  const parts: string[] = [];
  let rest = line;
  while (cellWidth(rest) > cells) {
    const fitting = cutToCells(rest, cells).text;
    const blank = fitting.lastIndexOf(' ');
    const end = blank > 0 ? blank + 1 : Math.max(1, fitting.length);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  return parts;
}
