import { cellWidth, cutToCells } from '../../domain/cell-width.ts';
import { safeBlock } from '../../domain/safe-text.ts';
import type { Key } from './key.ts';

/** Text being written, and where the cursor stands in it. One line, or several. */
export interface TextEditor {
  text: string;
  /** Index into `text`, always between two letters as people see them. */
  cursor: number;
}

export function newEditor(text = ''): TextEditor {
  const safe = safeBlock(text);
  return { text: safe, cursor: safe.length };
}

/** What is typed or pasted goes in at the cursor, made safe: escape sequences become visible. */
export function insertText({ text, cursor }: TextEditor, inserted: string, options = { multiline: false }): TextEditor {
  const safe = options.multiline ? safeBlock(inserted) : safeBlock(inserted).replace(/\s*\n\s*/g, ' ');
  return { text: text.slice(0, cursor) + safe + text.slice(cursor), cursor: cursor + safe.length };
}

type Edit = (editor: TextEditor) => TextEditor;

const edits: Record<string, Edit> = {
  left: (editor) => ({ ...editor, cursor: before(editor) }),
  right: (editor) => ({ ...editor, cursor: after(editor) }),
  'ctrl+left': (editor) => ({ ...editor, cursor: wordBefore(editor) }),
  'alt+left': (editor) => ({ ...editor, cursor: wordBefore(editor) }),
  'alt+b': (editor) => ({ ...editor, cursor: wordBefore(editor) }),
  'ctrl+right': (editor) => ({ ...editor, cursor: wordAfter(editor) }),
  'alt+right': (editor) => ({ ...editor, cursor: wordAfter(editor) }),
  'alt+f': (editor) => ({ ...editor, cursor: wordAfter(editor) }),
  home: (editor) => ({ ...editor, cursor: lineStart(editor) }),
  'ctrl+a': (editor) => ({ ...editor, cursor: lineStart(editor) }),
  end: (editor) => ({ ...editor, cursor: lineEnd(editor) }),
  'ctrl+e': (editor) => ({ ...editor, cursor: lineEnd(editor) }),
  backspace: (editor) => cutOut(editor, before(editor), editor.cursor),
  'ctrl+h': (editor) => cutOut(editor, before(editor), editor.cursor),
  delete: (editor) => cutOut(editor, editor.cursor, after(editor)),
  'ctrl+w': (editor) => cutOut(editor, wordBefore(editor), editor.cursor),
  'alt+backspace': (editor) => cutOut(editor, wordBefore(editor), editor.cursor),
  'ctrl+u': (editor) => cutOut(editor, lineStart(editor), editor.cursor),
  'ctrl+k': (editor) => cutOut(editor, editor.cursor, lineEnd(editor)),
};

const multilineEdits: Record<string, Edit> = {
  enter: (editor) => insertText(editor, '\n', { multiline: true }),
  'ctrl+j': (editor) => insertText(editor, '\n', { multiline: true }),
  up: (editor) => ({ ...editor, cursor: lineAbove(editor) }),
  down: (editor) => ({ ...editor, cursor: lineBelow(editor) }),
};

/** What a key does to the text, or null when it does nothing to it. */
export function editText(editor: TextEditor, key: Key, options = { multiline: false }): TextEditor | null {
  const edit = edits[key.name] ?? (options.multiline ? multilineEdits[key.name] : undefined);
  if (edit) return edit(editor);
  return key.text ? insertText(editor, key.text, options) : null;
}

function cutOut({ text }: TextEditor, start: number, end: number): TextEditor {
  return { text: text.slice(0, start) + text.slice(end), cursor: start };
}

const segmenter = new Intl.Segmenter();

function before({ text, cursor }: TextEditor): number {
  // A letter with its marks is short; the line's start is as far as one has to look.
  const from = Math.max(text.lastIndexOf('\n', cursor - 1), cursor - 64, 0);
  let last = from;
  for (const { index } of segmenter.segment(text.slice(from, cursor))) last = from + index;
  return last;
}

function after({ text, cursor }: TextEditor): number {
  const [first] = segmenter.segment(text.slice(cursor, cursor + 64));
  return cursor + (first?.segment.length ?? 0);
}

function wordBefore({ text, cursor }: TextEditor): number {
  return /\S+\s*$/u.exec(text.slice(0, cursor))?.index ?? 0;
}

function wordAfter({ text, cursor }: TextEditor): number {
  return cursor + (/^\s*\S*/u.exec(text.slice(cursor))?.[0].length ?? 0);
}

function lineStart({ text, cursor }: TextEditor): number {
  return cursor === 0 ? 0 : text.lastIndexOf('\n', cursor - 1) + 1;
}

function lineEnd({ text, cursor }: TextEditor): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

function lineAbove(editor: TextEditor): number {
  const start = lineStart(editor);
  if (start === 0) return 0;
  return inLine(
    editor.text,
    lineStart({ ...editor, cursor: start - 1 }),
    cellWidth(editor.text.slice(start, editor.cursor)),
  );
}

function lineBelow(editor: TextEditor): number {
  const end = lineEnd(editor);
  if (end === editor.text.length) return end;
  return inLine(editor.text, end + 1, cellWidth(editor.text.slice(lineStart(editor), editor.cursor)));
}

function inLine(text: string, start: number, column: number): number {
  const end = lineEnd({ text, cursor: start });
  return start + cutToCells(text.slice(start, end), column).text.length;
}
