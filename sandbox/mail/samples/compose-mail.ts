import { mailDate } from '../smtp/mail-date.ts';

export interface MailDraft {
  from: string;
  to: string;
  subject: string;
  text: string;
  at: Date;
  messageId: string;
  inReplyTo?: string;
  /** Further header lines, each `Name: value`. */
  extra?: readonly string[];
  contentType?: string;
}

/** A mail of one part as a mail program writes it: UTF-8, quoted-printable, encoded words where needed. */
export function composeMail(draft: MailDraft): Buffer {
  const lines = [
    ...headerLines(draft),
    `Content-Type: ${draft.contentType ?? 'text/plain; charset=utf-8'}`,
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(Buffer.from(draft.text, 'utf8')),
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** Header of a draft to the line before Content-Type. */
export function headerLines(draft: MailDraft): string[] {
  const threading = draft.inReplyTo ? [`In-Reply-To: <${draft.inReplyTo}>`, `References: <${draft.inReplyTo}>`] : [];
  return [
    `From: ${encodeName(draft.from)}`,
    `To: <${draft.to}>`,
    `Subject: ${encodeWords(draft.subject)}`,
    `Date: ${mailDate(draft.at)}`,
    `Message-ID: <${draft.messageId}>`,
    ...threading,
    ...(draft.extra ?? []),
    'MIME-Version: 1.0',
  ];
}

/** Quoted-printable (RFC 2045, 6.7): everything but printable ASCII as =XX, soft line breaks, CRLF kept. */
export function quotedPrintable(bytes: Buffer): string {
  return bytes.toString('latin1').split(/\r?\n/).map(encodeLine).join('\r\n');
}

function encodeLine(line: string): string {
  const encoded = line
    .replaceAll(
      /[^\t\u0020-\u003c\u003e-\u007e]/g,
      (character) => `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .replace(/[ \t]$/, (blank) => (blank === ' ' ? '=20' : '=09'));
  return encoded.replaceAll(/(?:=[0-9A-F]{2}|[^=]){1,72}(?=.)/g, '$&=\r\n');
}

/** Text as encoded words of whole characters (RFC 2047, 2: none longer than 75), folded; plain ASCII as it is. */
export function encodeWords(text: string): string {
  if (/^[\u0020-\u007e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}

function encodeName(address: string): string {
  const [, name, angle] = /^(.*?)\s*(<[^>]+>)$/.exec(address) ?? [];
  return name && angle ? `${encodeWords(name)} ${angle}` : address;
}
