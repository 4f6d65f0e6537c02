import fc from 'fast-check';
import { splitReply } from './split-reply.ts';

const words = 'Thanks, it works now.';
const quote = '\n> Hello\n> How are you?\n';

describe('splitReply', () => {
  test('keeps the parts that it takes out', () => {
    const split = splitReply(
      `${words}\n\n-- \nJane Roe\n\nOn Sun, Nov 22, 2026 at 10:00 AM Desk <desk@shop.example> wrote:\n${quote}`,
    );
    expect(split).toEqual({
      reply: words,
      quoted: 'On Sun, Nov 22, 2026 at 10:00 AM Desk <desk@shop.example> wrote:\n\n> Hello\n> How are you?',
      signature: '--\nJane Roe',
    });
  });

  test.each([
    ['Gmail', 'Ad Soyad <a@b.example>, 22 Kas 2026 Paz, 10:00 tarihinde şunu yazdı:'],
    ['Gmail on two lines', 'Ad Soyad <a@b.example>, 22 Kas 2026 Paz, 10:00 tarihinde\nşunu yazdı:'],
    ['Gmail on three lines', 'Ad Soyad\n<a@b.example>, 22 Kas 2026 Paz, 10:00 tarihinde şunu\nyazdı:'],
    ['Gmail with the date first', '22 Kasım 2026 Pazar 10:00 tarihinde Ad <a@b.example> şunu yazdı:'],
    ['Apple Mail', 'Ad Soyad <a@b.example> şunları yazdı (22 Kas 2026 10:00):'],
    ['Yahoo', '22 Kasım 2026 Pazar 10:00:12 GMT+3 tarihinde, Ad <a@b.example> şunu yazdı:'],
    ['letters that lost their accents', 'Ad Soyad <a@b.example>, 22 Kas 2026 Paz, 10:00 tarihinde sunu yazdi:'],
  ])('cuts the Turkish line of %s, with and without quote signs', (_client, line) => {
    expect(splitReply(`${words}\n\n${line}\n${quote}`).reply).toBe(words);
    expect(splitReply(`${words}\n\n${line}\n\nMerhaba\n`).reply).toBe(words);
  });

  test('cuts the block Kimden, Gönderildi, Kime, Bilgi, Konu of a Turkish Outlook', () => {
    const block = 'Kimden: Destek\nGönderildi: 22 Kasım 2026 Pazar 10:00\nKime: Ayşe\nBilgi: Mehmet\nKonu: RE: Sipariş';
    expect(splitReply(`${words}\n\n${block}\n\nMerhaba\n`).reply).toBe(words);
  });

  test('keeps answers written between the quoted lines and drops only those lines', () => {
    const text =
      'See below.\n\nOn Sun, Nov 22, 2026 at 10:00 AM Desk <desk@shop.example> wrote:\n> Size?\nMedium.\n> Colour?\nBlue.\n';
    expect(splitReply(text).reply).toBe('See below.\n\nMedium.\nBlue.');
  });

  test('keeps a quote that the author set by hand above the history', () => {
    const own = 'You say:\n\n> two days\n\nIt has been nine.';
    expect(
      splitReply(`${own}\n\nOn Sun, Nov 22, 2026 at 10:00 AM Desk <desk@shop.example> wrote:\n${quote}`).reply,
    ).toBe(own);
  });

  test('takes a header block with nothing above it for a forward, unless the mail is an answer', () => {
    const block =
      'From: Courier <c@post.example>\nSent: Sunday, November 22, 2026 10:00 AM\nTo: Jane\nSubject: Failed\n\nWe missed you.';
    expect(splitReply(block).reply).toBe(block);
    expect(splitReply(block, { forwarded: false }).reply).toBe('');
  });

  test('keeps all of a forwarded mail', () => {
    const text = `Please see.\n\nFrom: Courier <c@post.example>\nSent: Sunday\nTo: Jane\nSubject: Failed\n\nWe missed you.`;
    expect(splitReply(text, { forwarded: true }).reply).toBe(text);
  });

  test.each([
    'Your driver was rude.\nOn Monday he wrote:\nI will not come.',
    'The filter a > b fails.\nx >= 3 too.',
    'From: Istanbul\nTo: Ankara\nis what the ticket says.',
    'Order | State\n--\n1 | lost',
    'I need:\n- a refund\n- an apology',
    'Merhaba,\nİyi günler.\nKargom gelmedi',
    'Kurye şunu yazdı:\nYarın geliriz.\nGelmediler.',
    'Thanks\nAlso, could you send the invoice?',
    '>>> client.orders()\nfails',
  ])('leaves a customer’s own words alone: %j', (text) => {
    expect(splitReply(text)).toEqual({ reply: text, quoted: '', signature: '' });
  });

  test('is never empty when only a courtesy was written', () => {
    expect(splitReply('Thanks,\nBob').reply).toBe('Thanks,\nBob');
    expect(splitReply('Teşekkürler').reply).toBe('Teşekkürler');
  });

  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.constantFrom(
      '',
      '> a',
      '>',
      '-- ',
      '--',
      'Thanks,',
      'On Sun, Nov 22, 2026 at 10:00 AM A <a@b.c> wrote:',
      'From: a@b.c',
      'To: x',
      'Subject: y',
      'Sent from my iPhone',
      '---- Forwarded message ----',
      'şunu yazdı:',
      '\ufdd0',
      '\ufdd1',
      '\ufdd2x',
      '_______',
    ),
  );

  test('never fails, and every line it gives is a line of the mail', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n');
        const known = new Set(
          text.split(/\r\n?|[\n\u2028\u2029\u0085]/).map((each) => each.replace(/[\ufdd0-\ufdd2]/g, '').trimEnd()),
        );
        const { reply, quoted, signature } = splitReply(text);
        for (const part of [reply, signature])
          for (const each of part.split('\n'))
            expect(each === '' || known.has(each) || [...known].some((whole) => whole.startsWith(each))).toBe(true);
        expect(typeof quoted).toBe('string');
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ':\n',
    'a:\n',
    'From: a\n',
    'To: x\n',
    '--\n',
    '<a@b>:\n',
    'On 1.1.2020 a@b\n',
    'Thanks,\n',
    '> a:\n',
    `On ${'x '.repeat(180)}:\n`,
    'a\u0301'.repeat(300),
    '\ufdd0\n',
  ])('reads 200 kB of %j in time that grows with its length only', (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    splitReply(text.slice(0, 20_000));
    const start = performance.now();
    splitReply(text);
    // 40 to 140 ms on a quiet machine; anything quadratic would take minutes.
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
