const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A string as IMAP wants it: NIL, quoted, or a literal when it holds what quotes cannot (RFC 3501, 4.3). Latin1 in, latin1 out. */
export function nstring(text: string | null | undefined): string {
  if (text === null || text === undefined) return 'NIL';
  // oxlint-disable-next-line no-control-regex -- the characters a quoted string may not hold
  if (/[\u0000\r\n\u0080-\u00ff]/.test(text)) return `{${text.length}}\r\n${text}`;
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** A mailbox name or other argument, bare when it may stand bare. */
export function astring(text: string): string {
  return /^[A-Za-z0-9._&+,/-]+$/.test(text) && text.toUpperCase() !== 'NIL' ? text : nstring(text);
}

/** `"01-Feb-2026 10:11:12 +0000"`: INTERNALDATE (RFC 3501, 9, date-time). */
export function internalDate(milliseconds: number): string {
  const at = new Date(milliseconds);
  const day = String(at.getUTCDate()).padStart(2, '0');
  return `"${day}-${months[at.getUTCMonth()]}-${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} +0000"`;
}

/** Reads an INTERNALDATE given with APPEND; null when it is none. */
export function readInternalDate(text: string): number | null {
  const found = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d:\d\d:\d\d) ([+-]\d{4})$/.exec(text);
  const milliseconds = found ? Date.parse(`${found[1]} ${found[2]} ${found[3]} ${found[4]} ${found[5]}`) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** Reads a search date such as `1-Feb-2026` as the UTC day's begin; throws when it is none. */
export function readSearchDate(text: string): number {
  const [, day, month = '', year] = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text) ?? [];
  const index = months.findIndex((name) => name.toUpperCase() === month.toUpperCase());
  if (day === undefined || index === -1) throw new Error(`not a date: ${text}`);
  return Date.UTC(Number(year), index, Number(day));
}
