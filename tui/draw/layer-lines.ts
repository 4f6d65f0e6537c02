import { cellWidth, fitToCells, wrapToCells } from '../../domain/cell-width.ts';
import { safeBlock, safeLine } from '../../domain/safe-text.ts';
import { editorLines } from '../input/editor-lines.ts';
import type { TextEditor } from '../input/text-editor.ts';
import type { ComposerLayer } from '../layers/composer.ts';
import type { ConfirmLayer } from '../layers/confirm.ts';
import type { FormField, FormLayer } from '../layers/form.ts';
import type { InfoLayer } from '../layers/info.ts';
import type { Layer } from '../layers/layer.ts';
import { pickerItems, type PickerLayer } from '../layers/picker.ts';
import type { PromptLayer } from '../layers/prompt.ts';
import { wayWords } from '../layers/reply-way.ts';
import { signsOf, type Theme } from '../theme.ts';
import { cutLine, line, span, type Line, type Span, type Style } from './line.ts';

interface Room {
  width: number;
  /** The most rows there are. */
  height: number;
  theme: Theme;
  timeOf: (at: number) => string;
  dayOf: (at: string) => string;
}

/** What is open above the screen: drawn in the lower part of it, under a line with its title. */
export function layerLines(layer: Layer, room: Room): Line[] {
  const body = bodyOf(layer, { ...room, height: Math.max(1, room.height - 1) });
  return [titleLine(titleOf(layer), room), ...body].slice(0, room.height).map((spans) => cutLine(spans, room.width));
}

function titleLine(title: string, { width, theme }: Room): Line {
  const text = `${signsOf(theme).rule}${signsOf(theme).rule} ${safeLine(title, Math.max(10, width - 8))} `;
  return [span(text, 'title'), span(signsOf(theme).rule.repeat(Math.max(0, width - cellWidth(text))), 'quiet')];
}

function titleOf(layer: Layer): string {
  if (layer.kind !== 'composer') return layer.title;
  const what = { reply: 'Reply to', note: 'Internal note on', forward: 'Forward' }[layer.writing];
  return `${what} #${layer.ticketNumber}`;
}

function bodyOf(layer: Layer, room: Room): Line[] {
  switch (layer.kind) {
    case 'confirm':
      return confirmLines(layer, room);
    case 'prompt':
      return promptLines(layer, room);
    case 'picker':
      return pickerLines(layer, room);
    case 'composer':
      return composerLines(layer, room);
    case 'form':
      return formLines(layer, room);
    case 'info':
      return infoLines(layer, room);
  }
}

function confirmLines(layer: ConfirmLayer, { width, height }: Room): Line[] {
  const button = (word: string, isFocused: boolean): Span =>
    span(isFocused ? `> [ ${word} ] <` : `  [ ${word} ]  `, isFocused ? 'selected' : 'plain');
  const typed =
    layer.expected === null
      ? []
      : [[span(`Type ${layer.expected} to go on: `), ...cursorSpans(layer.typed.text, layer.typed.cursor)]];
  const foot = [...typed, [button(layer.no, !layer.isYesFocused), span('   '), button(layer.yes, layer.isYesFocused)]];
  const text = layer.text.slice(layer.scroll).flatMap((part) => wrapToCells(safeLine(part, 500), width));
  const room = Math.max(1, height - foot.length);
  const isLonger = text.length > room;
  return [
    ...text.slice(0, isLonger ? room - 1 : room).map((part) => line(part)),
    ...(isLonger ? [line(`${text.length - room + 1} more lines below (Down)`, 'quiet')] : []),
    ...foot,
  ];
}

function promptLines(layer: PromptLayer, { width }: Room): Line[] {
  return [
    [span(layer.label.length === 1 ? layer.label : '> ', 'key'), ...oneLineEditor(layer.editor, width - 3)],
    layer.error ? line(safeLine(layer.error), 'warning') : line(layer.hint, 'quiet'),
  ];
}

/** The part of a long line that has the cursor. */
function oneLineEditor({ text, cursor }: TextEditor, width: number): Span[] {
  const letters = [...text];
  let start = 0;
  while (cellWidth(text.slice(start, cursor)) > width - 2) start += letters.shift()?.length ?? 1;
  return cursorSpans(text.slice(start), cursor - start);
}

function cursorSpans(text: string, cursor: number): Span[] {
  const code = text.codePointAt(cursor);
  const under = code === undefined ? ' ' : String.fromCodePoint(code);
  return [
    span(text.slice(0, cursor)),
    span(under, 'cursor'),
    span(text.slice(cursor + (cursor < text.length ? under.length : 0))),
  ];
}

function pickerLines(layer: PickerLayer, { width, height, theme }: Room): Line[] {
  const items = pickerItems(layer);
  const cursor = Math.min(layer.cursor, items.length - 1);
  const chosen = layer.chosen?.map(({ label }) => safeLine(label)).join(', ');
  const head: Line[] = [
    [span('Search: ', 'quiet'), ...oneLineEditor(layer.query, width - 10)],
    ...(layer.chosen ? [line(`Chosen: ${chosen || 'none'}`, 'note')] : []),
  ];
  const room = Math.max(1, Math.min(12, height - head.length));
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), items.length - room));
  const rows = items.slice(top, top + room).map((item, index): Line => {
    const isCursor = top + index === cursor;
    const box = layer.chosen ? (layer.chosen.some(({ id }) => id === item.id) ? '[x] ' : '[ ] ') : '';
    const text = `${isCursor ? signsOf(theme).selected : ' '} ${box}${safeLine(item.label, 60)}`;
    return isCursor
      ? line(fitToCells(`${text}  ${safeLine(item.hint)}`, width), 'selected')
      : [span(text), span(`  ${safeLine(item.hint)}`, 'quiet')];
  });
  return [
    ...head,
    ...(rows.length > 0 ? rows : [line(layer.fromText ? 'Nothing like that; type on' : 'Nothing like that', 'quiet')]),
  ];
}

function composerLines(layer: ComposerLayer, { width, height, theme, timeOf, dayOf }: Room): Line[] {
  const head: Line[] = [];
  if (layer.to)
    head.push([span('To: ', 'quiet'), ...(layer.isInTo ? oneLineEditor(layer.to, width - 6) : [span(layer.to.text)])]);
  else if (layer.recipient) head.push(line(`To: ${safeLine(layer.recipient)}`, 'quiet'));
  const way = layer.writing === 'reply' ? wayWords(layer.way, { text: layer.editor.text, timeText: dayOf }) : '';
  if (way) head.push(line(way, 'note'));
  const contextRoom = Math.max(0, Math.min(5, height - head.length - 8));
  const words = wrapToCells(safeBlock(layer.context), width - 2);
  // A mail begins with what it is about; of a chat the last lines matter.
  const from = layer.way.talk ? Math.max(0, words.length - contextRoom) : 0;
  const context = words.slice(from, from + contextRoom);
  head.push(...context.map((text) => line(`${signsOf(theme).bar} ${text}`, 'quiet')));
  const error = layer.error
    ? wrapToCells(safeLine(layer.error, 500), width)
        .slice(0, 3)
        .map((text) => line(text, 'warning'))
    : [];
  const foot = [...error, line(savedText(layer, timeOf), 'quiet')];
  return [...head, ...editorBody(layer, { width, height: Math.max(1, height - head.length - foot.length) }), ...foot];
}

function savedText(layer: ComposerLayer, timeOf: Room['timeOf']): string {
  if (layer.isSending) return 'Sending...';
  if (layer.savedAt !== null) return `Draft saved ${timeOf(layer.savedAt)}`;
  return layer.editor.text ? 'Draft not saved yet' : 'Nothing written yet';
}

function editorBody(layer: ComposerLayer, { width, height }: { width: number; height: number }): Line[] {
  const { lines, row, column } = editorLines(layer.editor, width);
  const top = Math.max(0, Math.min(row - Math.floor(height / 2), lines.length - height));
  const shown = lines.slice(top, top + height);
  const drawn = shown.map((text, index): Line =>
    top + index === row && !layer.isInTo ? cursorInLine(text, column) : line(text),
  );
  while (drawn.length < height) drawn.push(line(''));
  return drawn;
}

function cursorInLine(text: string, column: number): Line {
  let index = 0;
  for (const character of text) {
    if (cellWidth(text.slice(0, index)) >= column) break;
    index += character.length;
  }
  return cursorSpans(text, index);
}

function formLines(layer: FormLayer, { width, height, theme }: Room): Line[] {
  const labelWidth = Math.min(32, Math.max(...layer.fields.map(({ label }) => cellWidth(label))) + 3);
  const groups = layer.fields.map((field, index) =>
    fieldLines(field, { isFocused: index === layer.focus, labelWidth, width, theme }),
  );
  const isSaveFocused = layer.focus === layer.fields.length;
  const save: Line = [
    span(' '.repeat(labelWidth)),
    span(
      isSaveFocused ? `> [ ${layer.saveLabel} ] <` : `  [ ${layer.saveLabel} ]  `,
      isSaveFocused ? 'selected' : 'plain',
    ),
    span(layer.isSaving ? '  saving...' : '', 'quiet'),
  ];
  const error = layer.error
    ? wrapToCells(safeLine(layer.error, 600), width)
        .slice(0, 4)
        .map((text) => line(text, 'warning'))
    : [];
  const foot = [save, ...error];
  const room = Math.max(1, height - foot.length);
  const all = groups.flat();
  const focusStart = groups.slice(0, layer.focus).reduce((sum, group) => sum + group.length, 0);
  const focusEnd = focusStart + (groups[layer.focus]?.length ?? 0);
  const top = Math.max(0, Math.min(focusStart, all.length - room), focusEnd - room);
  return [...all.slice(top, top + room), ...foot];
}

function fieldLines(
  field: FormField,
  look: { isFocused: boolean; labelWidth: number; width: number; theme: Theme },
): Line[] {
  const label = span(
    fitToCells(`${look.isFocused ? signsOf(look.theme).selected : ' '}${field.label}`, look.labelWidth),
    look.isFocused ? 'title' : 'plain',
  );
  const indent = span(' '.repeat(look.labelWidth));
  const [first = [], ...rest] = fieldValue(field, look);
  const hint =
    look.isFocused && field.hint
      ? wrapToCells(safeLine(field.hint, 400), look.width - look.labelWidth).map((text): Line => [
          indent,
          span(text, 'quiet'),
        ])
      : [];
  return [[label, ...first], ...rest.map((spans): Line => [indent, ...spans]), ...hint];
}

function fieldValue(
  field: FormField,
  look: { isFocused: boolean; labelWidth: number; width: number; theme: Theme },
): Line[] {
  const width = look.width - look.labelWidth - 2;
  const focus: Style = look.isFocused ? 'selected' : 'plain';
  switch (field.kind) {
    case 'switch':
      return [line(field.value ? '[x] on' : '[ ] off', focus)];
    case 'choice':
      return [line(`< ${field.options.find(({ id }) => id === field.value)?.label ?? field.value} >`, focus)];
    case 'pick':
      return [
        line(
          `${safeLine(field.chosen.map(({ label }) => label).join(', '), 300) || '(none)'}${look.isFocused ? '  Enter opens the list' : ''}`,
          focus,
        ),
      ];
    case 'text': {
      const editor = field.isSecret
        ? { text: '*'.repeat(field.editor.text.length), cursor: field.editor.cursor }
        : field.editor;
      if (!field.isMultiline)
        return [
          look.isFocused
            ? oneLineEditor(editor, width)
            : [span(editor.text || (field.whenEmpty ?? '-'), editor.text ? 'plain' : 'quiet')],
        ];
      const { lines, row, column } = editorLines(editor, width);
      return lines.map((text, index): Line =>
        look.isFocused && index === row ? cursorInLine(text, column) : line(text),
      );
    }
  }
}

function infoLines(layer: InfoLayer, { height }: Room): Line[] {
  const top = Math.min(layer.scroll, Math.max(0, layer.lines.length - height));
  return layer.lines.slice(top, top + height) as Line[];
}
