import fc from 'fast-check';
import { cellWidth } from '../../domain/cell-width.ts';
import { editorLines } from './editor-lines.ts';
import { editText, insertText, newEditor, type TextEditor } from './text-editor.ts';

const many = { multiline: true };

function typed(keys: string[], from = newEditor()): TextEditor {
  return keys.reduce(
    (editor, name) => editText(editor, { name, text: [...name].length === 1 ? name : '' }, many) ?? editor,
    from,
  );
}

test('words are moved over and taken away as a whole', () => {
  const editor = newEditor('Merhaba Çağrı Bey');
  expect(typed(['alt+b', 'alt+b'], editor).cursor).toBe('Merhaba '.length);
  expect(typed(['ctrl+w'], editor).text).toBe('Merhaba Çağrı ');
  expect(typed(['home', 'alt+f'], editor).cursor).toBe('Merhaba'.length);
});

test('a letter with its mark goes as one', () => {
  expect(typed(['backspace'], newEditor('as\u0327')).text).toBe('a');
});

test('up and down keep to the column', () => {
  const editor = newEditor('birinci satır\niki\nüçüncü satır');
  expect(typed(['up'], editor).cursor).toBe('birinci satır\niki'.length);
  expect(typed(['up', 'up', 'up'], editor).cursor).toBe(0);
  expect(typed(['down'], editor).cursor).toBe(editor.text.length);
});

test('what is pasted becomes safe text: escape sequences show as signs', () => {
  expect(insertText(newEditor(), 'a\u001b[2Jb\r\nc', many).text).toBe('a␛[2Jb\nc');
  expect(insertText(newEditor(), 'one\ntwo').text).toBe('one two');
});

test('whatever is typed, the cursor stays inside the text and is drawn inside the width', () => {
  const keys = fc.constantFrom(
    'a',
    'ş',
    '漢',
    ' ',
    'enter',
    'left',
    'right',
    'up',
    'down',
    'home',
    'end',
    'backspace',
    'delete',
    'ctrl+w',
    'ctrl+u',
    'ctrl+k',
    'alt+b',
    'alt+f',
  );
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 60 }), fc.integer({ min: 4, max: 30 }), (pressed, width) => {
      const editor = typed(pressed);
      expect(editor.cursor).toBeGreaterThanOrEqual(0);
      expect(editor.cursor).toBeLessThanOrEqual(editor.text.length);
      const laid = editorLines(editor, width);
      expect(laid.lines.join('')).toBe(editor.text.replaceAll('\n', ''));
      expect(laid.column).toBeLessThan(width);
      for (const line of laid.lines) expect(cellWidth(line)).toBeLessThan(width);
    }),
  );
});
