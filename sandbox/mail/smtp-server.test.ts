import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { simpleParser } from 'mailparser';
import { eventually, openMailSandbox, type MailSandboxInTest } from '../../test/support/mail-sandbox.ts';

describe('mail sent to the sandbox', () => {
  let sandbox: MailSandboxInTest;

  beforeAll(async () => {
    sandbox = await openMailSandbox();
  });
  afterAll(() => sandbox.stop());
  afterEach(() => sandbox.admin('DELETE', '/faults'));

  const transport = (options: { auth?: { user: string; pass: string }; socketTimeout?: number } = {}) =>
    createTransport({ host: '127.0.0.1', port: sandbox.smtpPort, secure: false, ignoreTLS: true, ...options });

  const send = (mail: SendMailOptions, options = {}) =>
    transport(options).sendMail({ from: 'shop@sample.test', subject: 'Hello', text: 'Text', ...mail });

  const sinkLines = (): { messageId: string; answered: boolean; recipients: string[] }[] =>
    readFileSync(join(sandbox.directory, 'sink.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  it("lies in every recipient's mailbox, with the trace a real server writes (RFC 5321, 4.4)", async () => {
    await send({ to: ['support+T42.abc@sample.test', 'Ayse@musteri.test'], messageId: '<trace@shop.test>' });
    const [mail] = await sandbox.mails('support');
    expect(mail?.raw).toMatch(
      /^Return-Path: <shop@sample\.test>\r\nDelivered-To: support\+T42\.abc@sample\.test\r\nReceived: from .*\r\n\tby mail\.sandbox\.test with ESMTP id /,
    );
    expect(await sandbox.mails('ayse@musteri.test')).toHaveLength(1);
  });

  it('is in the sink log once for each acceptance, with what a count needs', async () => {
    await send({ to: 'a@count.test', messageId: '<count-1@shop.test>', subject: 'Sipariş ön bilgisi' });
    const [entry] = (await sandbox.admin<{ messageId: string }[]>('GET', '/sink')).filter(
      (each) => each.messageId === '<count-1@shop.test>',
    );
    expect(entry).toMatchObject({
      mailFrom: 'shop@sample.test',
      recipients: ['a@count.test'],
      subject: 'Sipariş ön bilgisi',
      answered: true,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(sinkLines().filter((line) => line.messageId === '<count-1@shop.test>')).toHaveLength(1);
  });

  it('needs no login, but a login given must be right', async () => {
    await expect(send({ to: 'x@a.test' }, { auth: { user: 'support', pass: 'secret' } })).resolves.toMatchObject({
      accepted: ['x@a.test'],
    });
    await expect(send({ to: 'x@a.test' }, { auth: { user: 'support', pass: 'wrong' } })).rejects.toMatchObject({
      code: 'EAUTH',
      responseCode: 535,
    });
  });

  it('over the size limit is refused with 552', async () => {
    await expect(send({ to: 'x@a.test', text: 'long line\n'.repeat(2_800_000) })).rejects.toMatchObject({
      responseCode: 552,
      permanent: true,
    });
  });

  it('to nobody at bounce.test is refused with 550 and the address repeated', async () => {
    await expect(send({ to: 'Nobody@bounce.test' })).rejects.toMatchObject({
      code: 'EENVELOPE',
      responseCode: 550,
      permanent: true,
      response: expect.stringContaining('<Nobody@bounce.test>'),
    });
  });

  it('to later.test is put off with 451 the first two times and then taken', async () => {
    for (const _ of [1, 2])
      await expect(send({ to: 'ada@later.test' })).rejects.toMatchObject({ responseCode: 451, permanent: false });
    await expect(send({ to: 'ada@later.test' })).resolves.toMatchObject({ accepted: ['ada@later.test'] });
  });

  it('to bounced.test is taken, and a delivery status notification comes back from the null sender (RFC 3464)', async () => {
    await send({ from: 'returns@sample.test', to: 'gone@bounced.test', messageId: '<bounced-1@shop.test>' });
    const [bounce] = await eventually(async () => (await sandbox.mails('returns')).slice(0, 1));
    expect(bounce?.raw).toMatch(/^Return-Path: <>\r\n/);
    expect(bounce?.raw).toMatch(/Content-Type: multipart\/report; report-type=delivery-status/);
    const parsed = await simpleParser(bounce?.raw ?? '', { keepDeliveryStatus: true });
    const status = parsed.attachments
      .find((part) => part.contentType === 'message/delivery-status')
      ?.content.toString();
    expect(status).toMatch(/Final-Recipient: rfc822; gone@bounced\.test\r\n.*\r\nAction: failed\r\nStatus: 5\.1\.1/);
    expect(bounce?.raw).toContain('Message-ID: <bounced-1@shop.test>');
  });

  it('to robot.test is answered automatically, threaded, and never when it has no sender (RFC 3834)', async () => {
    await send({ from: 'desk@sample.test', to: 'away@robot.test', messageId: '<robot-1@shop.test>' });
    await send({ envelope: { from: '', to: 'away@robot.test' }, to: 'away@robot.test' });
    const answers = await sandbox.mails('desk');
    expect(answers).toHaveLength(1);
    expect(answers[0]?.raw).toMatch(/^Return-Path: <>\r\n/);
    expect(answers[0]?.raw).toContain('Auto-Submitted: auto-replied\r\n');
    expect(answers[0]?.raw).toContain('In-Reply-To: <robot-1@shop.test>\r\n');
  });

  it.each([
    ['close', false, 'ECONNECTION'],
    ['close', true, 'ECONNECTION'],
    ['reset', true, 'ESOCKET'],
    ['silent', true, 'ETIMEDOUT'],
  ])(
    'meets a connection cut after DATA (%s, kept: %s) and the sink says whether it was kept',
    async (cut, accepted, code) => {
      await sandbox.admin('POST', '/faults', { afterData: { cut, accepted, times: 1 } });
      const messageId = `<cut-${cut}-${accepted}@shop.test>`;
      await expect(send({ to: 'x@cut.test', messageId }, { socketTimeout: 300 })).rejects.toMatchObject({ code });
      expect(
        sinkLines()
          .filter((line) => line.messageId === messageId)
          .map((line) => line.answered),
      ).toEqual(accepted ? [false] : []);
      await expect(send({ to: 'x@cut.test', messageId })).resolves.toBeTruthy();
    },
  );

  it('is refused for one recipient as often as asked, the others of the mail being taken', async () => {
    await sandbox.admin('POST', '/faults', {
      recipients: [{ to: '@shaky.test', code: 452, text: '4.2.2 Mailbox full', times: 1 }],
    });
    const result = await send({ to: ['one@shaky.test', 'two@fine.test'] });
    expect(result).toMatchObject({ accepted: ['two@fine.test'], rejected: ['one@shaky.test'] });
    await expect(send({ to: 'one@shaky.test' })).resolves.toMatchObject({ rejected: [] });
  });

  it('meets a 421 greeting, then nobody listening, then a server that is back on the same port', async () => {
    await sandbox.admin('POST', '/faults', { smtp421Connections: 1 });
    await expect(send({ to: 'x@a.test' })).rejects.toMatchObject({ responseCode: 421 });
    await sandbox.admin('POST', '/faults', { smtpDown: true });
    await expect(send({ to: 'x@a.test' })).rejects.toMatchObject({ code: 'ESOCKET', originalCode: 'ECONNREFUSED' });
    await sandbox.admin('POST', '/faults', { smtpDown: false });
    await expect(send({ to: 'x@a.test' })).resolves.toBeTruthy();
  });
});
