import { headerLines, quotedPrintable, type MailDraft } from './compose-mail.ts';

/** ISO-8859-9 is Latin-1 with six Turkish letters in place of the Icelandic ones. */
const turkish: Record<string, number> = { Ğ: 0xd0, İ: 0xdd, Ş: 0xde, ğ: 0xf0, ı: 0xfd, ş: 0xfe };

/** A mail in the 8-bit charset older Turkish mail programs still write, in subject and text. */
export function latin5Mail(draft: MailDraft): Buffer {
  const subject = `=?ISO-8859-9?Q?${encodedSubject(draft.subject)}?=`;
  const lines = [
    ...headerLines({ ...draft, subject }),
    'Content-Type: text/plain; charset="iso-8859-9"',
    'Content-Transfer-Encoding: quoted-printable',
    'X-Mailer: Microsoft Outlook Express 6.00.2900.5931',
    '',
    quotedPrintable(toLatin5(draft.text)),
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function encodedSubject(subject: string): string {
  return quotedPrintable(toLatin5(subject))
    .replaceAll('=\r\n', '')
    .replaceAll('?', '=3F')
    .replaceAll('_', '=5F')
    .replaceAll(' ', '_');
}

function toLatin5(text: string): Buffer {
  return Buffer.from(Array.from(text, (character) => turkish[character] ?? character.charCodeAt(0)));
}
