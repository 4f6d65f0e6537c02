export type Token =
  | { kind: 'atom'; text: string }
  | { kind: 'string'; bytes: Buffer }
  | { kind: 'list'; items: Token[] };

/** A command as it came: lines (without their `{n}`) and the literals between them. */
export interface RawCommand {
  lines: string[];
  literals: Buffer[];
}

const maximumDepth = 20;

/** Splits the arguments of an IMAP command (RFC 3501, 4 and 9). Throws on what no grammar allows. */
export function parseTokens(command: RawCommand): Token[] {
  return new TokenReader(command).list(0);
}

class TokenReader {
  private readonly command: RawCommand;
  private lineNumber = 0;
  private at = 0;

  constructor(command: RawCommand) {
    this.command = command;
  }

  list(depth: number): Token[] {
    if (depth > maximumDepth) throw new Error('too deep');
    const items: Token[] = [];
    for (;;) {
      const character = this.peek();
      if (character === ' ') this.at += 1;
      else if (character === '') {
        const literal = this.command.literals[this.lineNumber];
        if (literal === undefined) return this.ended(items, depth);
        items.push({ kind: 'string', bytes: literal });
        this.lineNumber += 1;
        this.at = 0;
      } else if (character === '(') {
        this.at += 1;
        items.push({ kind: 'list', items: this.list(depth + 1) });
      } else if (character === ')') {
        if (depth === 0) throw new Error('a list ends that did not begin');
        this.at += 1;
        return items;
      } else if (character === '"') items.push({ kind: 'string', bytes: this.quoted() });
      else items.push({ kind: 'atom', text: this.atom() });
    }
  }

  private ended(items: Token[], depth: number): Token[] {
    if (depth > 0) throw new Error('a list does not end');
    return items;
  }

  private get line(): string {
    return this.command.lines[this.lineNumber] ?? '';
  }

  private peek(): string {
    return this.line.charAt(this.at);
  }

  private quoted(): Buffer {
    const [whole, inner] = /^"((?:[^"\\]|\\["\\])*)"/.exec(this.line.slice(this.at)) ?? [];
    if (whole === undefined || inner === undefined) throw new Error('a quoted string does not end');
    this.at += whole.length;
    return Buffer.from(inner.replaceAll(/\\(.)/g, '$1'), 'latin1');
  }

  /** Everything to the next space or parenthesis; within [] these belong to it: BODY.PEEK[HEADER.FIELDS (TO)]<0.9>. */
  private atom(): string {
    const [whole] = /^(?:\[[^\]]*\]|[^ ()"[])+/.exec(this.line.slice(this.at)) ?? [];
    if (whole === undefined) throw new Error('unexpected character');
    this.at += whole.length;
    return whole;
  }
}

/** The text of an atom or string; throws where a list stands. Bytes are kept one to one (latin1). */
export function textOf(token: Token | undefined): string {
  if (token?.kind === 'atom') return token.text;
  if (token?.kind === 'string') return token.bytes.toString('latin1');
  throw new Error('missing argument');
}

/** The members of a parenthesised list, or the token alone as a list of one. */
export function itemsOf(token: Token | undefined): Token[] {
  if (!token) throw new Error('missing argument');
  return token.kind === 'list' ? token.items : [token];
}
