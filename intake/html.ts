const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** A piece of HTML that is safe to put into a page. */
export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  toString(): string {
    return this.source;
  }
}

type Piece = Html | string | number | null | undefined | false | readonly Piece[];

/** Builds HTML from a template: whatever is put in is escaped, unless it is HTML made here. Null and false are nothing. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.reduce((made, part, index) => made + sourceOf(pieces[index - 1]) + part));
}

function sourceOf(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (piece instanceof Html) return piece.source;
  if (Array.isArray(piece)) return piece.map(sourceOf).join('');
  return escapeHtml(String(piece));
}

/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

/** Text with its line breaks. Not from a template: one that is laid out anew would add blanks. */
export function asWritten(text: string, kind: 'lines' | 'words' | 'echo'): Html {
  return new Html('<p class="' + kind + '" dir="auto">' + escapeHtml(text) + '</p>');
}

/** A place to write, with what was written. HTML leaves out one line break at its beginning, so one is given. */
export function textArea(attributes: Html, text: string): Html {
  return new Html('<textarea ' + attributes.source + '>\n' + escapeHtml(text) + '</textarea>');
}
