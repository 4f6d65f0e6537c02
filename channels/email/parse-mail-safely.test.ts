import { closeMailThreads, parseMailSafely } from './parse-mail-safely.ts';

const head = 'From: a@b.example\r\nTo: desk@shop.example\r\nSubject: Secret words\r\n';
const html = (body: string): Buffer => Buffer.from(`${head}Content-Type: text/html\r\n\r\n${body}`);
const parts = (count: number): string =>
  `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(count)}--b--`;
const nested = (depth: number): string =>
  head +
  Array.from(
    { length: depth },
    (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
  ).join('');

/** On a quiet machine each takes less than 2 s. Anything quadratic would take minutes, on any machine. */
const boundMilliseconds = 20_000;

describe('parseMailSafely', () => {
  afterAll(closeMailThreads);

  test.each([
    [
      '10,000 headers',
      Buffer.from(`${head}${Array.from({ length: 10_000 }, (_, index) => `X-${index}: v\r\n`).join('')}\r\nHi`),
    ],
    [
      '100,000 headers',
      Buffer.from(`${head}${Array.from({ length: 100_000 }, (_, index) => `X-${index}: v\r\n`).join('')}\r\nHi`),
    ],
    ['a References header of 100,000 ids', Buffer.from(`${head}References: ${'<a@b> '.repeat(100_000)}\r\n\r\nHi`)],
    ['a sender of 100,000 brackets', Buffer.from(`From: ${'('.repeat(100_000)}\r\n\r\nHi`)],
    ['a subject of 20,000 encoded words', Buffer.from(`Subject: ${'=?utf-8?B?w7w=?= '.repeat(20_000)}\r\n\r\nHi`)],
    ['HTML nested 200,000 deep', html('<div>'.repeat(200_000))],
    ['tables in tables', html('<table><tr><td>'.repeat(20_000))],
    ['quotes in quotes, many lines each', html('<blockquote>'.repeat(390) + '<p>a'.repeat(400_000))],
    ['8 MB of paragraphs', html('<p>a</p>'.repeat(1_000_000))],
    ['a text of a million quotes', Buffer.from(`${head}\r\n${'From: a@b\r\nabc wrote:\r\n> x\r\n'.repeat(300_000)}`)],
    ['ten million lines', Buffer.from(`${head}\r\n${':\n'.repeat(10_000_000)}`)],
    [
      'flowed text without end',
      Buffer.from(`${head}Content-Type: text/plain; format=flowed\r\n\r\n${'x \r\n'.repeat(2_000_000)}`),
    ],
  ])('reads %s in bounded time', async (_name, raw) => {
    const start = performance.now();
    const mail = await parseMailSafely(raw, { timeoutMilliseconds: boundMilliseconds });
    expect(performance.now() - start).toBeLessThan(boundMilliseconds);
    expect(mail.text.length).toBeLessThanOrEqual(1_500_000);
  });

  test.each([
    ['10,000 parts', parts(10_000)],
    ['2,000 levels of nesting', nested(2_000)],
  ])('refuses %s without a word of the mail', async (_name, raw) => {
    const refusal = parseMailSafely(Buffer.from(raw));
    await expect(refusal).rejects.toMatchObject({ code: 'MAIL_UNREADABLE' });
    await expect(refusal).rejects.not.toThrow(/Secret words/);
  });

  test('refuses unread what is larger than the limit', async () => {
    await expect(parseMailSafely(Buffer.alloc(1_001), { maxBytes: 1_000 })).rejects.toMatchObject({
      code: 'MAIL_TOO_LARGE',
    });
  });

  test('a mail that takes too long is given up, and its thread is replaced', async () => {
    await expect(parseMailSafely(html('<p>a</p>'.repeat(180_000)), { timeoutMilliseconds: 1 })).rejects.toMatchObject({
      code: 'MAIL_UNREADABLE',
    });
    expect((await parseMailSafely(Buffer.from(`${head}\r\nHi`))).reply).toBe('Hi');
  });

  test('good mail goes on beside a bad one, and every answer is for its own mail', async () => {
    const bad = parseMailSafely(Buffer.from(`${head}\r\n${':\n'.repeat(10_000_000)}`)).then(() => performance.now());
    const good = Array.from({ length: 40 }, (_, index) =>
      parseMailSafely(Buffer.from(`${head}\r\nMail ${index}`)).then((mail) => ({
        reply: mail.reply,
        at: performance.now(),
      })),
    );
    const answers = await Promise.all(good);
    expect(answers.map(({ reply }) => reply)).toEqual(answers.map((_, index) => `Mail ${index}`));
    expect(answers.at(-1)?.at).toBeLessThan(await bad);
  });

  test('an attachment comes back as the bytes it was', async () => {
    const raw = `${head}Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\nAAEC/w==\r\n`;
    const [attachment] = (await parseMailSafely(Buffer.from(raw))).attachments;
    expect(Buffer.isBuffer(attachment?.content)).toBe(true);
    expect(attachment?.content).toEqual(Buffer.from([0, 1, 2, 255]));
  });
});
