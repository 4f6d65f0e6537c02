import { headerLines, quotedPrintable, type MailDraft } from './compose-mail.ts';
import { samplePdf } from './sample-pdf.ts';

/** One red dot: the smallest picture that every program shows. */
const samplePng = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

/** A mail with a PDF, whose name needs RFC 2231, and a PNG. */
export function attachedMail(draft: MailDraft): Buffer {
  const boundary = '=_sample_attachments';
  const lines = [
    ...headerLines(draft),
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    quotedPrintable(Buffer.from(draft.text)),
    `--${boundary}`,
    'Content-Type: application/pdf; name="fatura.pdf"',
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent('fatura – şubat.pdf')}`,
    '',
    ...inLines(samplePdf().toString('base64')),
    `--${boundary}`,
    'Content-Type: image/png; name="kutu.png"',
    'Content-Transfer-Encoding: base64',
    'Content-Disposition: attachment; filename="kutu.png"',
    '',
    ...inLines(samplePng),
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

function inLines(base64: string): string[] {
  return base64.match(/.{1,76}/g) ?? [];
}
