import { openMailSandbox, type MailSandboxInTest } from '../../../test/support/mail-sandbox.ts';
import { RawImap } from '../../../test/support/raw-imap.ts';

describe('an IMAP client that sends too much', () => {
  let sandbox: MailSandboxInTest;

  beforeAll(async () => {
    sandbox = await openMailSandbox();
  });
  afterAll(() => sandbox.stop());

  it('is sent away for a line without end', async () => {
    const client = await RawImap.open(sandbox.imapPort);
    client.write('a'.repeat(100_000));
    await client.until(/^\* BYE Too long.*\r\n/m);
  });

  it('is told TOOBIG for a literal of a gigabyte, and sent away before it comes (RFC 7889)', async () => {
    const client = await RawImap.open(sandbox.imapPort);
    client.write('a LOGIN {1000000000+}\r\n');
    await client.until(/^a NO \[TOOBIG\].*\r\n\* BYE.*\r\n/m);
  });

  it('is told BAD for lists nested without end, and may go on', async () => {
    const client = await RawImap.open(sandbox.imapPort);
    expect(await client.ask(`LOGIN ${'('.repeat(1000)}${')'.repeat(1000)}`)).toMatch(/^T BAD/);
    expect(await client.ask('LOGIN support secret')).toMatch(/^T OK/);
    client.close();
  });
});
