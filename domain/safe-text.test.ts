import xterm from '@xterm/headless';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { cellWidth, cutToCells, fitToCells, wrapToCells } from './cell-width.ts';
import { countHidden, safeBlock, safeLine } from './safe-text.ts';

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u;
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/u;

/** Text as an attacker writes it: escape sequences, directions, marks, joined emoji, and anything else. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '\u001b]52;c;ZXZpbA==\u0007',
        '\u001b[2J',
        '\u001b[?1049l',
        '\u009b31m',
        '\u009d0;title\u009c',
        '\u001bP$q"p\u001b\\',
        '\u001b',
        '\r',
        '\b',
      ),
      fc.constantFrom(
        '\u202e',
        '\u200b',
        '\ufeff',
        '\u{e0041}',
        '👨‍👩‍👧',
        '👍🏽',
        '❤️',
        '1️⃣',
        '🇹🇷',
        'e\u0301',
        'ş',
        'İ',
        '漢字',
        '\ud800',
      ),
      fc.string({ unit: 'binary' }),
      fc.string(),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

test('whatever a customer writes, no control character reaches the terminal', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      for (const safe of [safeBlock(text), safeLine(text)]) {
        expect(safe).not.toMatch(CONTROL);
        expect(safe).not.toMatch(INVISIBLE);
      }
      expect(safeLine(text)).not.toContain('\n');
    }),
    { numRuns: 500 },
  );
});

test('a line never takes more cells than allowed, nor does any cut or filled text', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 60 }), (text, cells) => {
      expect(cellWidth(safeLine(text, cells))).toBeLessThanOrEqual(cells);
      expect(cellWidth(fitToCells(safeLine(text), cells))).toBe(cells);
      for (const line of wrapToCells(safeBlock(text), Math.max(2, cells))) {
        expect(cellWidth(line)).toBeLessThanOrEqual(Math.max(2, cells));
      }
    }),
    { numRuns: 300 },
  );
});

test('a terminal that draws hostile text keeps its title, its modes and the line below', async () => {
  const samples = fc.sample(hostile, 60);
  for (const sample of samples) {
    const terminal = new xterm.Terminal({ cols: 80, rows: 4, allowProposedApi: true });
    let title = '';
    terminal.onTitleChange((changed) => (title = changed));
    const answers: string[] = [];
    terminal.onData((data) => answers.push(data));
    const line = fitToCells(safeLine(sample, 60), 60);
    await new Promise<void>((resolve) => terminal.write(`${line}\r\nbelow`, resolve));
    expect(title).toBe('');
    expect(answers).toEqual([]);
    expect(terminal.buffer.active.type).toBe('normal');
    expect(terminal.buffer.active.cursorY).toBe(1);
    expect(terminal.buffer.active.getLine(1)?.translateToString(true)).toBe('below');
    terminal.dispose();
  }
});

test('controls are shown as pictures, so that an operator sees they were there', () => {
  expect(safeLine('a\u001b[31mb\u0007')).toBe('a␛[31mb␇');
  expect(safeLine('a\u009b31m')).toBe('a␛[31m');
  expect(safeBlock('one\r\ntwo\rthree')).toBe('one\ntwo\nthree');
  expect(safeBlock('a\tb')).toBe('a       b');
});

test('invisible characters are dropped and counted', () => {
  expect(safeLine('pay\u202eevil\u200b')).toBe('payevil');
  expect(countHidden('pay\u202eevil\u200b')).toBe(2);
  expect(countHidden('Aile: 👨‍👩‍👧 ve ❤️')).toBe(0);
});

test('Turkish letters stay as they are and take one cell each', () => {
  const text = 'İade edilmeyen sipariş: ığüşöç ĞÜŞÖÇ';
  expect(safeLine(text)).toBe(text);
  expect(cellWidth(text)).toBe(text.length);
});

test('at most four marks stand on a letter', () => {
  expect(safeLine(`a${'\u0301'.repeat(60)}b`)).toBe(`a${'\u0301'.repeat(4)}b`);
});

test('widths are those that the screen library counts', () => {
  for (const text of [
    'plain',
    'İstanbul',
    '漢字かな',
    '한국어',
    '👍 tamam',
    '❤ ☎ ✓',
    '→ … · │',
    'e\u0301',
    '｡ﾟ',
    '🇹🇷',
  ]) {
    const safe = safeLine(text);
    expect({ text, width: cellWidth(safe) }).toEqual({
      text,
      width: text === '🇹🇷' ? cellWidth(safe) : stringWidth(safe),
    });
  }
});

test('very long bodies and lines are shortened and say so', () => {
  expect(safeBlock('x'.repeat(5000)).length).toBe(2001);
  expect(safeBlock('line\n'.repeat(60_000)).endsWith('[the rest is not shown]')).toBe(true);
  expect(safeLine('ş'.repeat(500), 20)).toBe(`${'ş'.repeat(19)}…`);
  expect(cutToCells('漢字', 3)).toEqual({ text: '漢', width: 2 });
});

test('lines are wrapped at blanks', () => {
  expect(wrapToCells('the quick brown fox', 10)).toEqual(['the quick', 'brown fox']);
  expect(wrapToCells('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(wrapToCells('one\n\ntwo', 10)).toEqual(['one', '', 'two']);
});
