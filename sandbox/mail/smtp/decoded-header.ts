import { headerFields, headerLength, headerValue } from '../imap/mime/header-fields.ts';

const encodedWord = /=\?([^?\s]+)\?([bq])\?([^?\s]*)\?=/gi;

/** A header field's text with its encoded words read (RFC 2047); null when the mail has none such. */
export function decodedHeader(raw: Buffer, name: string): string | null {
  const value = headerValue(headerFields(raw.subarray(0, headerLength(raw))), name);
  if (value === null) return null;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(encodedWord, (_, charset: string, kind: string, data: string) => decodeWord(charset, kind, data));
}

function decodeWord(charset: string, kind: string, data: string): string {
  const bytes = kind.toLowerCase() === 'b' ? Buffer.from(data, 'base64') : fromQ(data);
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function fromQ(data: string): Buffer {
  const text = data
    .replaceAll('_', ' ')
    .replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
