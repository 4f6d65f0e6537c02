const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const marks = /\p{M}+/gu;
/** Letters that Unicode does not decompose. */
const plainLetters: Record<string, string> = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', æ: 'ae' };
const longestLine = 1_000;
const plain = /^[\t -~]*$/;

/**
 * A line in the form our word lists are written in: lower case, no accents, dotless i as i, plain spaces and quotes.
 * "ŞUNU YAZDI" and "sunu yazdi" become one, because clients lose accents. Of a very long line only the start is folded.
 */
export function fold(line: string): string {
  const start = line.length > longestLine ? line.slice(0, longestLine) : line;
  if (plain.test(start)) return start.toLowerCase().replace(/`/g, "'").replace(/\s+/g, ' ').trim();
  return start
    .replace(invisible, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(marks, '')
    .replace(/[ıłøđæ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[–—―−]/g, '-')
    .replace(/\s+/g, ' ')
    .trim();
}
