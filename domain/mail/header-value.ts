const DEFAULT_MAX_LENGTH = 200;

/** Line breaks of every kind, controls, NUL, and lone surrogates (which no charset can encode). */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** Marks that turn the direction of text round or hide it: a subject could pass for another one. */
const INVISIBLES = /[\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * Text that may stand in one mail header line: no line break, NUL, control, direction or invisible mark; blanks
 * joined; at most `maxLength` UTF-16 units, cut between code points and ended by an ellipsis.
 */
export function safeHeaderValue(text: string, maxLength: number = DEFAULT_MAX_LENGTH): string {
  const line = text.replace(CONTROLS, ' ').replace(INVISIBLES, '').replace(/\s+/gu, ' ').trim();
  if (line.length <= maxLength) return line;
  const kept = line.slice(0, Math.max(0, maxLength - 1)).replace(/[\ud800-\udbff]$/, '');
  return `${kept.trimEnd()}…`.slice(0, maxLength);
}
