import { headEnd } from './decode-text.ts';

const longestField = 16_000;
const mostFields = 2_000;
const mostBytes = 500_000;
const plainHeadBytes = 64 * 1024;

/**
 * Raw mail whose header block is worth reading: of an enormous one the first 2,000 fields stay,
 * each cut to 16,000 bytes and all together to 500,000.
 * Ordinary mail is returned as it is. Parsers take a time that grows with the square of a field's length.
 */
export function withSaneHead(raw: Buffer): Buffer {
  const end = headEnd(raw);
  if (end <= plainHeadBytes) return raw;
  const fields = raw
    .subarray(0, Math.min(end, 4_000_000))
    .toString('latin1')
    .split(/\r?\n(?![ \t])/);
  let bytes = 0;
  const kept = fields
    .slice(0, mostFields)
    .map(shorten)
    .filter((field) => (bytes += field.length) <= mostBytes);
  return Buffer.concat([Buffer.from(kept.join('\r\n'), 'latin1'), raw.subarray(end)]);
}

/** The last ids of a thread are its nearest, so References is cut in the middle. */
function shorten(field: string): string {
  if (field.length <= longestField) return field;
  if (!/^references:/i.test(field)) return field.slice(0, longestField);
  const tail = field.slice(-longestField / 2);
  return `${field.slice(0, longestField / 2).replace(/<[^<>]*$/, '')} ${tail.slice(Math.max(0, tail.indexOf('<')))}`;
}
