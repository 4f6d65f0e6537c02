import { simpleParser } from 'mailparser';
import { sampleMails } from './sample-mails.ts';
import { trickleMail } from './samples/trickle.ts';

const now = new Date('2026-03-05T10:00:00Z');

describe('the sample mails', () => {
  const read = () =>
    Promise.all(sampleMails(now).map(async ({ raw, user }) => ({ user, mail: await simpleParser(raw) })));

  it('are fourteen, seven for each mailbox, each with its own Message-ID and a date of the last two days', async () => {
    const mails = await read();
    expect(
      mails
        .map(({ user }) => user)
        .sort()
        .join(' '),
    ).toBe(`${'siparis '.repeat(7)}${'support '.repeat(7)}`.trim());
    expect(new Set(mails.map(({ mail }) => mail.messageId)).size).toBe(14);
    for (const { mail } of mails) expect(now.getTime() - (mail.date?.getTime() ?? 0)).toBeLessThan(48 * 3_600_000);
  });

  it('are read by a mail parser as they were meant: Turkish letters, HTML alone, attachments, a thread, automatic and list mail', async () => {
    const mails = (await read()).map(({ mail }) => mail);
    const bySubject = (start: string) => mails.find((mail) => mail.subject?.startsWith(start));
    expect(bySubject('Siparişim gelmedi')?.from?.value[0]).toEqual({
      name: 'Ayşe Demir',
      address: 'ayse.demir@musteri.test',
    });
    expect(bySubject('Re: Siparişim')?.inReplyTo).toBe(bySubject('Siparişim gelmedi')?.messageId);
    expect(bySubject('Değişim isteği: yanlış ürün')?.text).toContain('çaydanlık yerine ütü gelmiş');
    expect(bySubject('Question about warranty')?.html).toContain('two-year warranty');
    expect(bySubject('Hasarlı ürün')?.attachments.map(({ filename, contentType }) => [filename, contentType])).toEqual([
      ['fatura – şubat.pdf', 'application/pdf'],
      ['kutu.png', 'image/png'],
    ]);
    expect(bySubject('Automatic reply')?.headers.get('auto-submitted')).toBe('auto-replied');
    expect(bySubject('This week')?.headers.get('list')).toMatchObject({ id: { id: 'weekly.retailweekly.test' } });
    expect(bySubject('Help')?.subject).toContain('\u001b]0;owned\u0007');
  });

  it('go on with ever new orders while the sample desk runs', async () => {
    const mails = await Promise.all([1, 2, 7].map((number) => simpleParser(trickleMail(number, now).raw)));
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(3);
    expect(mails[0]?.subject).toBe('Siparişim hâlâ hazırlanıyor görünüyor (73017)');
    expect(mails[2]?.subject).toBe('Siparişim hâlâ hazırlanıyor görünüyor (73119)');
  });
});
