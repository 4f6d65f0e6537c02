/** Shorter ones are words that a text may hold anyway. */
const SHORTEST = 8;

/** A text without what a call proved itself by: tokens and keys of its address and headers, in whatever spelling. */
export function withoutCredentials(
  text: string,
  { url, headers }: { url: URL; headers: Readonly<Record<string, string>> },
): string {
  const [scheme = '', login = ''] = (headers['authorization'] ?? '').split(' ');
  const halves = scheme === 'Basic' ? Buffer.from(login, 'base64').toString().split(':') : [];
  const asked = [...url.searchParams].flatMap(([name, value]) => (/token|secret|code/i.test(name) ? [value] : []));
  const spellings = [login, ...halves, ...asked].flatMap((each) => [each, encodeURIComponent(each)]);
  return spellings
    .filter(({ length }) => length >= SHORTEST)
    .reduce((left, each) => left.replaceAll(each, '[...]'), text);
}
