import type { Key as InkKey } from 'ink';
import type { Key } from './key.ts';

/** A longer chunk with a line end in it is a paste by a terminal that does not mark pastes: never commands. */
const LONGEST_TYPED_CHUNK = 16;
/** A line begun with `:` or `/` and ended once is a typed line: what types for people sends such lines whole. */
const TYPED_LINE = /^[:/][^\r\n]{0,200}\r$/;
/** The same with its first key read before: in an open one-line field, words ended once are a line. */
const REST_OF_LINE = /^[^\r\n]{0,200}\r$/;
const segmenter = new Intl.Segmenter();

const named: [keyof InkKey, string][] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'delete'],
];

/**
 * What Ink reports for one read becomes presses: several letters of one chunk are several presses.
 * @param isLineOpen whether a one-line field is open, where an Enter at the end of words submits them
 */
export function toKeys(input: string, key: InkKey, isLineOpen: boolean): Key[] | { paste: string } {
  const special = named.find(([flag]) => key[flag] === true);
  if (special) return [{ name: withModifiers(special[1], key), text: '' }];
  if (key.ctrl) return input ? [{ name: `ctrl+${input === ' ' ? 'space' : input.toLowerCase()}`, text: '' }] : [];
  const graphemes = [...segmenter.segment(input)].map(({ segment }) => segment);
  if (key.meta) return graphemes.length === 1 ? [{ name: `alt+${input}`, text: '' }] : [];
  const isTyped = graphemes.length <= LONGEST_TYPED_CHUNK || (isLineOpen ? REST_OF_LINE : TYPED_LINE).test(input);
  if (!isTyped && /[\r\n]/.test(input)) return { paste: input };
  return graphemes.map(ofGrapheme);
}

function withModifiers(name: string, key: InkKey): string {
  if (key.shift && name === 'tab') return 'shift+tab';
  if (key.ctrl) return `ctrl+${name}`;
  return key.meta && name !== 'escape' ? `alt+${name}` : name;
}

const controls: Record<string, string> = {
  '\r': 'enter',
  '\r\n': 'enter',
  '\n': 'ctrl+j',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'escape',
};

function ofGrapheme(grapheme: string): Key {
  const control = controls[grapheme];
  if (control) return { name: control, text: '' };
  const code = grapheme.codePointAt(0) ?? 0;
  if (code < 0x20) return { name: `ctrl+${String.fromCodePoint(code + 0x60)}`, text: '' };
  return { name: grapheme === ' ' ? 'space' : grapheme, text: grapheme };
}
