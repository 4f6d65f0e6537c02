import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { fetchNewMails } from '../channels/email/imap-mailbox.ts';
import type { FetchedMail, MailboxCursor } from '../channels/email/imap-mailbox.ts';
import { createMailCredentials } from '../channels/email/mail-credentials.ts';
import { createMailTransport } from '../channels/email/mail-transport.ts';
import { createTokenCache } from '../channels/email/oauth2.ts';
import { makeReplyAddress, readReplyToken } from '../channels/email/reply-token.ts';
import { createSecrets } from '../channels/secrets.ts';
import { imapAccount, smtpSender } from '../domain/email-account.schema.ts';
import { composeCustomerReply } from '../domain/mail/customer-reply.ts';
import { runMailSandbox } from '../sandbox/mail/main.ts';
import type { MailSandbox } from '../sandbox/mail/main.ts';

const key = Buffer.alloc(32, 9);
const secrets = createSecrets(key);
const credentials = createMailCredentials({
  secrets,
  tokens: createTokenCache(),
  environment: { MAIL_PASSWORD: 'secret' },
});
const transport = createMailTransport({ credentials });

let sandbox: MailSandbox;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'there-and-back-'));
  sandbox = await runMailSandbox({ directory });
});
afterAll(async () => {
  await transport.close();
  await sandbox.stop();
  rmSync(directory, { recursive: true, force: true });
});

function loginOf(kind: string, context: string) {
  const [user] = sandbox.users;
  if (kind === 'password') return { kind, secret: { env: 'MAIL_PASSWORD' } };
  const { tokenUrl, clientId, clientSecret } = sandbox.oauth;
  return {
    kind,
    provider: 'other',
    tokenUrl,
    clientId,
    clientSecret: { sealed: secrets.seal(clientSecret, `${context}:client-secret`) },
    refreshToken: { sealed: secrets.seal(user?.refreshToken ?? '', `${context}:refresh-token`) },
  };
}

function senderOf(kind: string) {
  const settings = {
    fromAddress: 'support@sample.test',
    fromName: 'Örnek Destek',
    host: '127.0.0.1',
    port: sandbox.smtpPort,
    security: 'none',
    user: sandbox.users[0]?.user,
    auth: loginOf(kind, `sender:${kind}`),
  };
  return { id: kind, version: 1, settings: smtpSender.parse(settings) };
}

async function fetchWith(kind: string, cursor?: MailboxCursor) {
  const account = imapAccount.parse({
    host: '127.0.0.1',
    port: sandbox.imapPort,
    security: 'none',
    user: sandbox.users[0]?.user,
    auth: loginOf(kind, `source:${kind}`),
  });
  const items: FetchedMail[] = [];
  let next = cursor;
  const credential = (rejectedToken?: string) => credentials(account.auth, `source:${kind}`, rejectedToken);
  for await (const batch of fetchNewMails(account, { INBOX: cursor }, { credential })) {
    items.push(...batch.items);
    next = { uidValidity: batch.uidValidity, lastUid: batch.lastUid };
  }
  return { items, cursor: next };
}

function replyTo(address: string, number: number) {
  return composeCustomerReply({
    ticket: { number, subject: 'İade talebi — şikâyet' },
    text: 'Merhaba,\n.\nson satır',
    sender: { fromAddress: 'support@sample.test', fromName: 'Örnek Destek', signature: '' },
    to: [{ address, name: 'Müşteri, "A.Ş."' }],
    cc: [],
    thread: { inReplyTo: '<q1@example.net>', references: ['<q0@example.net>'] },
    identity: { messageId: `<t${number}.ab@sample.test>`, sentAt: Date.UTC(2026, 10, 23) },
  });
}

test.each(['password', 'oauth2'])('what is sent with %s arrives whole, once, and the cursor goes on', async (kind) => {
  const before = await fetchWith(kind);
  const address = makeReplyAddress({
    base: 'support@sample.test',
    ticketNumber: 42,
    recipient: 'ali@example.net',
    key,
  });
  const receipt = await transport.sendMail(senderOf(kind), replyTo(address, 42), { deadline: Date.now() + 5000 });
  expect(receipt).toMatchObject({ outcome: 'sent', accepted: [address] });
  const arrived = await fetchWith(kind, before.cursor);
  expect(arrived.items).toHaveLength(1);
  const mail = await simpleParser(arrived.items[0]?.raw ?? '');
  expect(mail).toMatchObject({
    subject: 'Re: İade talebi — şikâyet [#42]',
    messageId: '<t42.ab@sample.test>',
    inReplyTo: '<q1@example.net>',
    references: ['<q0@example.net>', '<q1@example.net>'],
    text: 'Merhaba,\n.\nson satır\n',
  });
  const to = [mail.to ?? []].flat().flatMap(({ value }) => value);
  expect(to[0]?.name).toBe('Müşteri, "A.Ş."');
  expect(
    readReplyToken(
      to.map((recipient) => recipient.address ?? ''),
      key,
    )?.ticketNumber,
  ).toBe(42);
  expect((await fetchWith(kind, arrived.cursor)).items).toEqual([]);
});

test('a grant that both servers stop taking is told as a rejected login, and no mail is lost over it', async () => {
  await fetchWith('oauth2');
  await fetch(`http://127.0.0.1:${sandbox.httpPort}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refuseAccessTokens: true }),
  });
  await expect(fetchWith('oauth2')).rejects.toMatchObject({ code: 'MAIL_LOGIN_REJECTED' });
  const mail = replyTo('customer@example.net', 43);
  const fault = await transport.sendMail({ ...senderOf('oauth2'), version: 2 }, mail, { deadline: Date.now() + 5000 });
  expect(fault).toMatchObject({ outcome: 'fault', code: 'EAUTH' });
});
