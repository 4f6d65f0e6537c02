import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { parseMail, type ParsedMail } from './parse-mail.ts';

const folder = fileURLToPath(new URL('../../test/mails/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.eml'))
  .map((name) => name.slice(0, -4));

/** Each mail's JSON names what must be seen: `reply` and `automatic` always, any other key of a parsed mail where it matters. */
function expectationOf(name: string): Partial<ParsedMail> & { text_contains?: string[]; text_lacks?: string[] } {
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as Partial<ParsedMail>;
}

describe('parseMail', () => {
  test.each(names)('reads %s as a person would', async (name) => {
    const { text_contains: contained = [], text_lacks: lacking = [], ...expected } = expectationOf(name);
    const { attachments, ...mail } = await parseMail(readFileSync(`${folder}${name}.eml`));
    const listed = attachments.map(({ name: fileName, contentType, size }) => ({ name: fileName, contentType, size }));
    expect({ ...mail, attachments: listed }).toMatchObject(expected);
    for (const words of contained) expect(mail.text).toContain(words);
    for (const words of lacking) expect(mail.text).not.toContain(words);
  });

  test('gives an attachment byte for byte and says which ones belong to the text', async () => {
    const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, index) => index % 256));
    const raw = [
      'From: a@b.example',
      'Content-Type: multipart/related; boundary=r',
      '',
      '--r',
      'Content-Type: text/html',
      '',
      '<p>Hi <img src="cid:logo@x" alt="Logo"></p>',
      '--r',
      'Content-Type: image/png; name="logo.png"',
      'Content-ID: <logo@x>',
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
      '--r',
      'Content-Type: application/zip',
      'Content-Disposition: attachment; filename="a.zip"',
      'Content-Transfer-Encoding: base64',
      '',
      bytes.toString('base64'),
      '--r--',
      '',
    ].join('\r\n');
    const { attachments, text } = await parseMail(Buffer.from(raw));
    expect(text).toBe('Hi [Logo]');
    expect(attachments[0]).toMatchObject({ name: 'logo.png', inline: true, contentId: '<logo@x>', size: 5_000 });
    expect(attachments[0]?.content.equals(bytes)).toBe(true);
    expect(attachments[1]).toMatchObject({ name: 'a.zip', inline: false, contentId: null });
    expect(attachments[1]?.content.equals(bytes)).toBe(true);
  });

  test('knows the mailbox that a server delivered to', async () => {
    const raw =
      'Delivered-To: desk+42.abc@shop.example\r\nX-Original-To: Desk <desk@shop.example>\r\nEnvelope-To: desk@shop.example\r\nTo: x@y.example\r\n\r\nHi';
    expect((await parseMail(Buffer.from(raw))).deliveredTo).toEqual(['desk+42.abc@shop.example', 'desk@shop.example']);
  });

  test('an unreadable date is no date', async () => {
    expect((await parseMail(Buffer.from('Date: yesterday\r\n\r\nHi'))).date).toBeNull();
    expect((await parseMail(Buffer.from('Date: Mon, 23 Nov 2026 10:00:00 +0300 (TRT)\r\n\r\nHi'))).date).toBe(
      '2026-11-23T07:00:00.000Z',
    );
  });

  test('no text or name holds what PostgreSQL or a terminal cannot take', async () => {
    const mail = await parseMail(
      Buffer.from('From: "A\x1b[31m" <a@b.example>\r\nSubject: x\x00\x1b]0;y\x07\r\n\r\nred \x1b[31m\x00\x07 text\r\n'),
    );
    expect(JSON.stringify(mail)).not.toMatch(/\\u00(?:0[0-8bcef]|1[0-9a-f]|7f)/);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'From: a@b\r\n',
      'Content-Type: multipart/mixed; boundary=b\r\n',
      'Content-Type: text/html; charset=x\r\n',
      'Content-Transfer-Encoding: base64\r\n',
      '\r\n',
      '--b\r\n',
      '--b--\r\n',
      '<div class="gmail_quote">',
      '</div>',
      '=?utf-8?B?',
      '> quoted\r\n',
      'Content-Type: message/rfc822\r\n',
      'References: <',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );

  test('makes something of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const mail = await parseMail(Buffer.from(pieces.join('')));
        expect(typeof mail.text).toBe('string');
        expect(mail.text.isWellFormed()).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
