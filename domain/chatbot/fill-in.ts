/** `{{name}}`, blanks inside allowed: they are trimmed apart, for an expression that does it takes for ever on many. */
const PLACE = /\{\{([^{}]*)\}\}/gu;
/** An attribute starts with a letter; then letters, digits, dashes, dots and underscores. */
export const ATTRIBUTE_NAME = /^\p{L}[\p{L}\p{M}\p{N}_.-]{0,63}$/u;
/** Line feeds and tabs may stay in a text of several lines; all other control characters go. */
const CONTROLS = /[^\P{Cc}\n\t]/gu;
const BREAKS = /[\n\t\u2028\u2029]+/gu;

/**
 * A text with its `{{attribute}}` places filled. An unknown attribute is empty. What is inserted is never read again:
 * a visitor who types `{{email}}` gets just that. Control characters of inserted values are removed.
 * @param isOneLine for subjects and addresses: line breaks become blanks, and the ends are trimmed
 */
export function fillIn(
  text: string,
  attributes: Readonly<Record<string, string>>,
  { isOneLine = false }: { isOneLine?: boolean } = {},
): string {
  const filled = text.replaceAll(PLACE, (_place, inside: string) => {
    const name = inside.trim();
    return Object.hasOwn(attributes, name) ? plain(attributes[name] ?? '') : '';
  });
  return isOneLine ? filled.replaceAll('\r', '\n').replaceAll(BREAKS, ' ').trim() : filled;
}

/** The attributes that a text names, each once, in their order; names of bad form too. */
export function attributesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(PLACE), (match) => match[1]?.trim() ?? ''))];
}

/** What of a text is meant as a place but is none: an open or closing pair of braces alone, or a name of bad form. */
export function badPlacesIn(text: string): string[] {
  const badNames = attributesIn(text).filter((name) => !ATTRIBUTE_NAME.test(name));
  const rest = text.replaceAll(PLACE, '');
  const alone = Array.from(rest.matchAll(/\{\{[^}]{0,20}|[^{\s]{0,20}\}\}/gu), (match) => match[0]);
  return [...badNames.map((name) => `{{${name}}}`), ...alone];
}

function plain(value: string): string {
  return value.replaceAll(/\r\n?/g, '\n').replaceAll(CONTROLS, '');
}
