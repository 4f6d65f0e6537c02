import type { Line, Style } from './draw/line.ts';

/** How meanings look. Never by colour alone: every state has its word or sign too. Blue and orange, which all eyes tell apart. */
export interface Theme {
  hasColour: boolean;
  /** Signs of ASCII only, for terminals and fonts that lack others. */
  isAscii: boolean;
}

/** The sixteen colours of the terminal's own palette, so that the user's contrast rules. */
const colours: Record<string, string> = {
  blue: '94',
  orange: '33',
  green: '32',
  yellow: '93',
  purple: '35',
  red: '91',
  cyan: '36',
  grey: '37',
};

const styles: Record<string, { always: string; coloured?: string }> = {
  plain: { always: '' },
  title: { always: '1' },
  heading: { always: '4' },
  quiet: { always: '', coloured: '37' },
  selected: { always: '7' },
  marked: { always: '1', coloured: '33' },
  key: { always: '1', coloured: '94' },
  good: { always: '', coloured: '94' },
  warning: { always: '1', coloured: '33' },
  trouble: { always: '1', coloured: '93' },
  note: { always: '', coloured: '33' },
  cursor: { always: '7' },
};

function codesOf(style: Style, theme: Theme): string {
  if (style.startsWith('colour:')) return theme.hasColour ? (colours[style.slice('colour:'.length)] ?? '') : '';
  const { always = '', coloured } = styles[style] ?? {};
  if (!theme.hasColour || !coloured) return always;
  return always ? `${always};${coloured}` : coloured;
}

/** One row with its escape sequences; they come from here alone. */
export function paintLine(spans: Line, theme: Theme): string {
  let painted = '';
  for (const { text, style } of spans) {
    if (!text) continue;
    const codes = codesOf(style, theme);
    painted += codes ? `\u001b[${codes}m${text}\u001b[0m` : text;
  }
  return painted;
}

export interface Signs {
  ellipsis: string;
  dot: string;
  selected: string;
  marked: string;
  rule: string;
  folded: string;
  on: string;
  off: string;
  up: string;
  bar: string;
}

const fullSigns: Signs = {
  ellipsis: '…',
  dot: '·',
  selected: '›',
  marked: '◆',
  rule: '─',
  folded: '▸',
  on: '●',
  off: '○',
  up: '↑',
  bar: '│',
};
const asciiSigns: Signs = {
  ellipsis: '~',
  dot: '-',
  selected: '>',
  marked: '*',
  rule: '-',
  folded: '+',
  on: '*',
  off: 'o',
  up: '^',
  bar: '|',
};

export function signsOf(theme: Theme): Signs {
  return theme.isAscii ? asciiSigns : fullSigns;
}
