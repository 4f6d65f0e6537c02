import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { imapClient } from '../../test/support/mail-sandbox.ts';
import { runMailSandbox } from './main.ts';

describe('the mail sandbox', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'mail-sandbox-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('keeps mails, flags, uids, sink and ports over a restart, also behind a line torn by a kill', async () => {
    const first = await runMailSandbox({ directory });
    const transport = createTransport({ host: '127.0.0.1', port: first.smtpPort, ignoreTLS: true });
    for (const number of [1, 2, 3])
      await transport.sendMail({
        from: 'a@b.test',
        to: 'support@sample.test',
        subject: `Mail ${number}`,
        text: 'Text',
      });
    const client = imapClient(first.imapPort, { user: 'support', pass: 'secret' });
    await client.connect();
    const before = await client.mailboxOpen('INBOX');
    await client.messageFlagsAdd('2', ['\\Seen', '$Imported'], { uid: true });
    await client.messageDelete('3', { uid: true });
    await client.logout();
    await first.stop();

    const [inbox = ''] = readdirSync(join(directory, 'mailboxes', 'support'));
    appendFileSync(join(directory, 'mailboxes', 'support', inbox, 'index.jsonl'), '{"uid":9,"fla');
    appendFileSync(join(directory, 'sink.jsonl'), '{"number":4,"mai');

    const second = await runMailSandbox({ directory });
    expect([second.imapPort, second.smtpPort, second.httpPort]).toEqual([
      first.imapPort,
      first.smtpPort,
      first.httpPort,
    ]);
    const again = imapClient(second.imapPort, { user: 'support@sample.test', pass: 'secret' });
    await again.connect();
    expect(await again.mailboxOpen('INBOX')).toMatchObject({ uidValidity: before.uidValidity, uidNext: 4, exists: 2 });
    const mails = await again.fetchAll('1:*', { uid: true, flags: true }, { uid: true });
    expect(mails.map((mail) => [mail.uid, mail.flags?.has('$Imported')])).toEqual([
      [1, false],
      [2, true],
    ]);
    await again.logout();
    const sink = (await (await fetch(`http://127.0.0.1:${second.httpPort}/sink`)).json()) as unknown[];
    expect(sink).toHaveLength(3);
    await second.stop();
  });

  it('gives 2,000 mails to one fetch, and counts what was asked', async () => {
    const sandbox = await runMailSandbox({ directory });
    const origin = `http://127.0.0.1:${sandbox.httpPort}`;
    const raw = `Subject: Many\r\n\r\n${'A line of text as it stands in mails.\r\n'.repeat(50)}`;
    for (let number = 0; number < 2000; number += 1)
      await fetch(`${origin}/mailboxes/support/messages`, { method: 'POST', body: raw });
    const client = imapClient(sandbox.imapPort, { user: 'support', pass: 'secret' });
    await client.connect();
    await client.mailboxOpen('INBOX');
    const startedAt = performance.now();
    let count = 0;
    for await (const mail of client.fetch('1:*', { uid: true, flags: true, source: true }, { uid: true }))
      if (mail.source?.length === raw.length) count += 1;
    expect(count).toBe(2000);
    // A few hundred milliseconds; ten times that would be a fetch that reads the mailbox again for each mail.
    expect(performance.now() - startedAt).toBeLessThan(5000);
    await client.logout();
    const connections = (await (await fetch(`${origin}/imap/connections`)).json()) as {
      commands: Record<string, number>;
    }[];
    expect(connections.at(-1)?.commands['UID FETCH']).toBe(1);
    await sandbox.stop();
  });

  it('is filled with the sample mails once, and then mail trickles in', async () => {
    const first = await runMailSandbox({ directory, samples: true, trickleSeconds: 0.05 });
    const client = imapClient(first.imapPort, { user: 'siparis', pass: 'secret' });
    await client.connect();
    const { exists } = await client.mailboxOpen('INBOX');
    expect(exists).toBe(7);
    await new Promise<void>((resolve) => {
      client.on('exists', () => resolve());
      void client.idle();
    });
    await client.logout();
    await first.stop();

    const second = await runMailSandbox({ directory, samples: true });
    const { messages } = (await (await fetch(`http://127.0.0.1:${second.httpPort}/mailboxes/support`)).json()) as {
      messages: { subject: string }[];
    };
    expect(messages.filter((mail) => mail.subject === 'Invoice for order 72455')).toHaveLength(1);
    await second.stop();
  });
});
