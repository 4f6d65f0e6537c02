/** A line somebody's client marked as quoted. `>=` and a lone prompt `>>>` are text. */
export function isQuoteLine(line: string): boolean {
  return /^[ \t\u00a0]{0,4}>(?![=])/.test(line);
}

/** Index behind the quoted lines that start at `from`; blank lines within them belong to them. */
export function endOfQuotes(lines: readonly string[], from: number): number {
  let end = from;
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (isQuoteLine(line) || (end === index && endsQuotedLink(lines, index))) end = index + 1;
    else if (line.trim() !== '') break;
  }
  return end;
}

/** A long link in a quote wraps, and its rest has no `>`. */
function endsQuotedLink(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').slice(0, 1_000).trim();
  if (/^\(https?:[^\s()]+\) ?>?$/.test(line)) return isQuoteLine(lines[at + 1] ?? '');
  const above = (lines[at - 1] ?? '').slice(-1_000);
  const open = Math.max(above.lastIndexOf('(http'), above.lastIndexOf('<http'));
  return open >= 0 && !/[\s)>]/.test(above.slice(open + 1).trimEnd()) && /^\S+[)>]$/.test(line);
}

/** End of the run of `>` lines that starts at `at`, or `at` when it is the author's own use of the sign. */
export function quoteRun(lines: readonly string[], at: number, continues: boolean): number {
  if (!isQuoteLine(lines[at] ?? '') || closesWrappedLink(lines, at)) return at;
  const end = endOfQuotes(lines, at);
  const run = lines.slice(at, end).filter((line) => line.trim() !== '');
  if (continues) return end;
  const depths = run.map((line) => /^[\s>]*/.exec(line.slice(0, 80))?.[0].replace(/\s/g, '').length ?? 1);
  const prompt = depths.every((depth) => depth >= 3);
  const bare = run.length === 1 && /^\s*>\s*(?:[\d%]|$)|^\s*>\s*\S+\s*<\s*$/.test(run[0]?.slice(0, 200) ?? '');
  return prompt || bare ? at : end;
}

/** "<http://long" and ">" on the next line: the sign closes a link. */
function closesWrappedLink(lines: readonly string[], at: number): boolean {
  const above = (lines[at - 1] ?? '').slice(-1_000);
  return (
    /^[\s]*(?:https?:|mailto:)?/.test(above) &&
    above.lastIndexOf('<') > above.lastIndexOf('>') &&
    /<(?:https?:|mailto:|www\.)/.test(above)
  );
}
