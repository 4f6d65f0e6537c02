import { TextDecoder } from 'node:util';

/** Refused for what it can hide, or too poor to say anything about 8-bit letters. */
const unnamed = /^utf-?7|^x-imap|^unicode-1-1-utf-7|^(?:us-?)?ascii$|^ansi_x3/;
const aliases: Record<string, string> = {
  'cp-850': 'ibm866',
  'iso-8859-8-e': 'iso-8859-8',
  ks_c_5601: 'euc-kr',
  cp949: 'euc-kr',
  'cp-1254': 'windows-1254',
  turkish: 'windows-1254',
  latin5: 'windows-1254',
  '8bit': 'utf-8',
  unknown: 'utf-8',
  'unknown-8bit': 'utf-8',
};

/**
 * Bytes of a text part to text. A charset that is missing, unknown or plainly wrong gives way to
 * the best guess: UTF-8 when the bytes are valid UTF-8, else windows-1254 (Latin letters and Turkish).
 */
export function decodeText(bytes: Buffer, charset: string | null): string {
  const bom = byteOrderMark(bytes);
  if (bom) return new TextDecoder(bom).decode(bytes);
  const named = decoderFor(charset);
  const unicode = validUtf8(bytes);
  if (!named || isUtf8(named))
    return unicode ?? new TextDecoder(mostlyUtf8(bytes) ? 'utf-8' : 'windows-1254').decode(bytes);
  // A Latin charset on bytes that are valid multi-byte UTF-8 is a mislabelled mail, never chance in practice.
  if (unicode !== null && /^(?:windows-125|iso-8859)/.test(named.encoding) && hasMultiByte(bytes)) return unicode;
  return named.encoding === 'windows-1252' && looksTurkish(bytes)
    ? new TextDecoder('windows-1254').decode(bytes)
    : named.decode(bytes);
}

/** Ğ İ Ş ğ ı ş are Icelandic letters in Latin-1, which Turkish programs like to claim; with an æ it is Icelandic. */
function looksTurkish(bytes: Buffer): boolean {
  return (
    bytes.some((byte) => [0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe].includes(byte)) &&
    !bytes.some((byte) => byte === 0xe6 || byte === 0xc6)
  );
}

function decoderFor(charset: string | null): TextDecoder | null {
  const name = (charset ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '');
  if (name === '' || unnamed.test(name)) return null;
  for (const label of [
    name,
    aliases[name],
    name.replace(/^cp-?(125\d)$/, 'windows-$1'),
    name.replace(/^win-?(125\d)$/, 'windows-$1'),
    name.replace(/^iso_?8859[_-]/, 'iso-8859-'),
  ]) {
    if (!label) continue;
    try {
      return new TextDecoder(label);
    } catch {
      // The next spelling may be known.
    }
  }
  return null;
}

function isUtf8(decoder: TextDecoder): boolean {
  return decoder.encoding === 'utf-8';
}

function validUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** One cut character among many good ones is damage, not another charset. */
function mostlyUtf8(bytes: Buffer): boolean {
  const text = bytes.toString('utf8');
  const broken = text.split('\ufffd').length - 1;
  const good = text.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return good > broken * 4;
}

function hasMultiByte(bytes: Buffer): boolean {
  return bytes.some((byte) => byte >= 0x80);
}

function byteOrderMark(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** Raw mail whose header block is UTF-8: 8-bit headers of another charset are written anew. */
export function withUtf8Head(raw: Buffer): Buffer {
  const end = headEnd(raw);
  const head = raw.subarray(0, end);
  if (validUtf8(head) !== null) return raw;
  return Buffer.concat([Buffer.from(decodeText(head, null), 'utf8'), raw.subarray(end)]);
}

/** Index behind the header block: its empty line, or the end of the mail. */
export function headEnd(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((mark) => raw.indexOf(mark)).filter((index) => index >= 0);
  return ends.length === 0 ? raw.length : Math.min(...ends);
}

/** The header block alone, bounded, as a mail without content: what is left to read when the body cannot be. */
export function headOnly(raw: Buffer): Buffer {
  const longest = 256 * 1024;
  const lines = raw
    .subarray(0, Math.min(headEnd(raw), longest))
    .toString('latin1')
    .split(/\r?\n(?![ \t])/);
  const kept = lines.filter((line) => !/^(?:content-|mime-version)/i.test(line)).slice(0, 500);
  return Buffer.from(`${kept.join('\r\n')}\r\n\r\n`, 'latin1');
}
