/**
 * Joins the lines of format=flowed text (RFC 3676) back to paragraphs: a line that ends in a space goes on in the
 * next one of the same quote depth. The signature delimiter "-- " never joins.
 * @param deleteSpace the part says DelSp=yes: the space at the joint is not part of the text
 */
export function unflow(text: string, deleteSpace: boolean): string {
  const paragraphs: string[] = [];
  let open: { depth: number; parts: string[] } | null = null;
  const close = (): void => {
    if (open)
      paragraphs.push(
        `${'>'.repeat(open.depth)}${open.depth > 0 ? ' ' : ''}${open.parts.join('')}`.replace(/^(>+) $/, '$1'),
      );
    open = null;
  };
  for (const line of text.split('\n')) {
    const depth = /^>*/.exec(line)?.[0].length ?? 0;
    const words = line.slice(depth).replace(/^ /, '');
    const delimiter = words === '-- ';
    const flows = !delimiter && words.endsWith(' ');
    if (open && (open.depth !== depth || delimiter)) close();
    open ??= { depth, parts: [] };
    open.parts.push(flows && deleteSpace ? words.slice(0, -1) : words);
    if (!flows) close();
  }
  close();
  return paragraphs.join('\n');
}
