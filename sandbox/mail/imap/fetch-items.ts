import { ImapRefusal } from './command.ts';
import { itemsOf, textOf, type Token } from './tokens.ts';

export interface FetchItem {
  name: string;
  /** How the answer calls it. */
  label: string;
  /** What stands in BODY[...]. */
  section?: string;
  /** The octets asked for, as in BODY[]<offset.length>. */
  partial?: { offset: number; length: number };
  marksSeen?: boolean;
}

const macros: Record<string, string[]> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};
const plain = new Set(['FLAGS', 'UID', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE', 'BODY']);
const old: Record<string, { section: string; marksSeen: boolean }> = {
  RFC822: { section: '', marksSeen: true },
  'RFC822.HEADER': { section: 'HEADER', marksSeen: false },
  'RFC822.TEXT': { section: 'TEXT', marksSeen: true },
};

/** Reads what a FETCH asks for: one item, a macro or a list. */
export function readFetchItems(token: Token | undefined): FetchItem[] {
  const texts = itemsOf(token).map(textOf);
  const macro = texts.length === 1 && texts[0] ? macros[texts[0].toUpperCase()] : undefined;
  return (macro ?? texts).map(readItem);
}

function readItem(text: string): FetchItem {
  const name = text.toUpperCase();
  if (plain.has(name)) return { name, label: name };
  const known = old[name];
  if (known) return { name: 'BODY[]', label: name, ...known };
  const [, peek, section, offset, length] = /^BODY(\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i.exec(text) ?? [];
  if (section === undefined) throw new ImapRefusal(`BAD Unknown fetch item ${text}`);
  const partial = offset === undefined ? undefined : { offset: Number(offset), length: Number(length) };
  return {
    name: 'BODY[]',
    label: `BODY[${section}]${partial ? `<${partial.offset}>` : ''}`,
    section,
    partial,
    marksSeen: !peek,
  };
}
