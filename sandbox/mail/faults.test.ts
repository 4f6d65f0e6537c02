import { imapClient, openMailSandbox, type MailSandboxInTest } from '../../test/support/mail-sandbox.ts';

describe('a fault switched on at the mail sandbox', () => {
  let sandbox: MailSandboxInTest;

  beforeEach(async () => {
    sandbox = await openMailSandbox();
  });
  afterEach(() => sandbox.stop());

  const connected = async () => {
    const client = imapClient(sandbox.imapPort, { user: 'support', pass: 'secret' });
    await client.connect();
    await client.mailboxOpen('INBOX');
    return client;
  };

  it('refuses right passwords, and lets them in again when it is cleared', async () => {
    await sandbox.admin('POST', '/faults', { refuseLogins: true });
    await expect(connected()).rejects.toMatchObject({ authenticationFailed: true });
    await sandbox.admin('DELETE', '/faults');
    await (await connected()).logout();
  });

  it('says BYE and closes, which the client sees as a close and no error (RFC 3501, 7.1.5)', async () => {
    const client = await connected();
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
    await sandbox.admin('POST', '/imap/bye');
    await closed;
    expect(client.closedByClient).toBe(false);
  });

  it('takes the IMAP server down with its connections, and brings it back on the same port', async () => {
    const client = await connected();
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
    await sandbox.admin('POST', '/faults', { imapDown: true });
    await closed;
    await expect(connected()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await sandbox.admin('POST', '/faults', { imapDown: false });
    await (await connected()).logout();
  });

  it('lets the client wait before each answer', async () => {
    const client = await connected();
    await sandbox.admin('POST', '/faults', { imapDelayMilliseconds: 100 });
    const startedAt = performance.now();
    await client.noop();
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(99);
    await sandbox.admin('DELETE', '/faults');
    await client.logout();
  });

  it('gives a mailbox a new UIDVALIDITY with the same mails under new uids, and sends its readers away', async () => {
    for (const number of [1, 2, 3])
      await sandbox.admin('POST', '/mailboxes/support/messages', `Subject: Mail ${number}\r\n\r\nText\r\n`);
    const client = await connected();
    const before = client.mailbox && client.mailbox.uidValidity;
    await client.messageDelete('1', { uid: true });
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()));
    await sandbox.admin('POST', '/mailboxes/support/recreate');
    await closed;
    const again = await connected();
    expect(again.mailbox && again.mailbox.uidValidity).toBeGreaterThan(before || 0n);
    const mails = await again.fetchAll('1:*', { uid: true, envelope: true }, { uid: true });
    expect(mails.map((mail) => [mail.uid, mail.envelope?.subject])).toEqual([
      [1, 'Mail 2'],
      [2, 'Mail 3'],
    ]);
    await again.logout();
  });

  it('is not taken when it is unknown or of the wrong kind', async () => {
    expect(await sandbox.admin('POST', '/faults', { nonsense: true })).toMatchObject({
      error: expect.stringContaining('unknown fault nonsense'),
    });
    expect(await sandbox.admin('POST', '/faults', { imapDown: 'yes' })).toMatchObject({
      error: expect.stringContaining('imapDown'),
    });
    expect(await sandbox.admin('POST', '/faults', { afterData: { cut: 'close' } })).toMatchObject({
      error: expect.stringContaining('afterData.accepted'),
    });
    expect(await sandbox.admin('GET', '/faults')).toMatchObject({ imapDown: false });
  });
});
