const deepestNesting = 400;
/** Each level copies what is within it: beyond this many characters times levels the cost is not meant for reading. */
const mostCopied = 60_000_000;
const voidElements = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Elements a sibling closes by itself: an unclosed run of them does not nest. */
const selfClosing = new Set('p li dt dd option optgroup tr td th thead tbody tfoot rt rp'.split(' '));

/** Markup to text by taking the tags out. Linear: a tag ends at the next bracket of either kind. */
export function withoutTags(html: string): string {
  return html
    .replace(/<(?:br|p|div|tr|li|h\d)\b[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}

/** The parser's cost grows with the square of the nesting, so that is counted first, in one pass. */
export function nestsTooDeep(html: string): boolean {
  const deepest = Math.min(deepestNesting, Math.max(40, mostCopied / html.length));
  const open = new Map<string, number>();
  let depth = 0;
  for (const match of html.matchAll(/<(\/?)([a-zA-Z][^\s/<>]{0,40})/g)) {
    const name = (match[2] ?? '').toLowerCase();
    if (voidElements.has(name) || selfClosing.has(name)) continue;
    const count = open.get(name) ?? 0;
    if (match[1] === '') {
      open.set(name, count + 1);
      depth += 1;
      if (depth > deepest) return true;
    } else if (count > 0) {
      open.set(name, count - 1);
      depth -= 1;
    }
  }
  return false;
}
