import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { smtpSender } from '../../domain/email-account.schema.ts';
import { DeskError } from '../../domain/errors.ts';
import { composeMail } from '../../domain/mail/compose-mail.ts';
import { startScriptedSmtp } from '../../test/scripted-smtp.ts';
import type { ScriptedSmtp } from '../../test/scripted-smtp.ts';
import { testCertificate } from '../../test/test-certificate.ts';
import type { MailCredentials } from './mail-credentials.ts';
import { createMailTransport } from './mail-transport.ts';
import type { MailTransport, SenderSnapshot } from './mail-transport.ts';

const PASSWORD = 'kuş-uçmaz-7';
const withPassword: MailCredentials = async () => ({ kind: 'password', password: PASSWORD });
const inSeconds = (seconds: number) => ({ deadline: Date.now() + seconds * 1000 });

let smtp: ScriptedSmtp;
let transport: MailTransport;
beforeEach(async () => {
  smtp = await startScriptedSmtp();
  transport = createMailTransport({ credentials: withPassword, timeoutMilliseconds: 2000 });
});
afterEach(async () => {
  await transport.close({ force: true });
  await smtp.close();
});

function sender(extra: object = {}, version = 1): SenderSnapshot {
  const settings = { fromAddress: 'support@example.com', fromName: 'Destek', host: '127.0.0.1', port: smtp.port };
  return { id: 'sender-1', version, settings: smtpSender.parse({ ...settings, security: 'none', ...extra }) };
}

const withLogin = { user: 'support', auth: { kind: 'password', secret: { env: 'X' } } };

function aMail(extra: object = {}) {
  return composeMail({
    identity: { messageId: '<t42.abc@example.com>', sentAt: Date.UTC(2026, 10, 23, 9) },
    sender: { fromAddress: 'support@example.com', fromName: 'Destek', signature: '' },
    to: [{ address: 'ayse@example.net', name: 'Ayşe' }],
    subject: 'Re: İade [#42]',
    text: 'Merhaba\n.\nson\n',
    inReplyTo: '<q1@example.net>',
    references: ['<q0@example.net>', '<q1@example.net>'],
    ...extra,
  });
}

const twoRecipients = { cc: [{ address: 'bulent@example.net', name: '' }] };

test('a mail leaves with the envelope it was given, threaded, and its receipt holds the server’s words', async () => {
  const receipt = await transport.sendMail(sender(), aMail(), inSeconds(5));
  expect(receipt).toEqual({
    outcome: 'sent',
    response: '250 2.0.0 taken',
    accepted: ['ayse@example.net'],
    rejected: [],
    serverMessageId: null,
  });
  expect(smtp.commands).toEqual(
    expect.arrayContaining(['MAIL FROM:<support@example.com>', 'RCPT TO:<ayse@example.net>']),
  );
  expect(smtp.mails[0]).toContain('Message-ID: <t42.abc@example.com>\r\n');
  expect(smtp.mails[0]).toContain('In-Reply-To: <q1@example.net>\r\n');
  expect(smtp.mails[0]).toContain('References: <q0@example.net> <q1@example.net>\r\n');
});

test('an automatic answer leaves with the null sender', async () => {
  await transport.sendMail(sender(), aMail({ hasNullSender: true }), inSeconds(5));
  expect(smtp.commands).toContain('MAIL FROM:<>');
});

test('a mail sent twice is equal to the byte, so that receivers can tell the repeat', async () => {
  await transport.sendMail(sender(), aMail(), inSeconds(5));
  await transport.close();
  await transport.sendMail(sender(), aMail(), inSeconds(5));
  expect(smtp.mails).toHaveLength(2);
  expect(smtp.mails[1]).toBe(smtp.mails[0]);
});

test('mails of one sender share a connection', async () => {
  for (let count = 0; count < 5; count++) await transport.sendMail(sender(), aMail(), inSeconds(5));
  expect([smtp.mails.length, smtp.connectionCount()]).toEqual([5, 1]);
});

type Scripted = [what: string, script: (command: string) => string | undefined, receipt: object];
const on = (start: string, answer: string) => (command: string) => (command.startsWith(start) ? answer : undefined);

const scripted: Scripted[] = [
  [
    'an unknown recipient ends it, with the server’s words',
    on('RCPT', '550 5.1.1 no such user here'),
    { outcome: 'refused', permanent: true, code: 'EENVELOPE', response: '550 5.1.1 no such user here' },
  ],
  [
    'greylisting is tried again',
    on('RCPT', '451 4.7.1 come back later'),
    { outcome: 'deferred', code: 'EENVELOPE', response: '451 4.7.1 come back later' },
  ],
  [
    'a mail refused after its text ends it',
    on('END', '552 5.3.4 too big'),
    { outcome: 'refused', code: 'EMESSAGE', response: '552 5.3.4 too big' },
  ],
  [
    'a mail put off after its text is tried again',
    on('END', '452 4.3.1 disk full'),
    { outcome: 'deferred', code: 'EMESSAGE' },
  ],
  ['a server that closes for the night is tried again', on('MAIL', '421 4.3.2 shutting down'), { outcome: 'deferred' }],
  ['a line lost before the text is surely unsent', on('RCPT', 'drop'), { outcome: 'deferred' }],
  ['a line lost at the greeting is surely unsent', on('GREETING', 'drop'), { outcome: 'deferred' }],
  ['a line lost after the text may have delivered it', on('END', 'drop'), { outcome: 'unsure' }],
  [
    'a server that falls silent after the text may have taken it',
    on('END', 'hang'),
    { outcome: 'unsure', code: 'EABORT' },
  ],
  ['a server that never greets is tried again', on('GREETING', 'hang'), { outcome: 'deferred' }],
];

test.each(scripted)('%s', async (_what, script, receipt) => {
  smtp.answer = script;
  expect(await transport.sendMail(sender(), aMail(), inSeconds(1.5))).toMatchObject(receipt);
});

test('nobody listening is tried again', async () => {
  await smtp.close();
  expect(await transport.sendMail(sender(), aMail(), inSeconds(5))).toMatchObject({
    outcome: 'deferred',
    code: 'ESOCKET/ECONNREFUSED',
  });
});

test('of two recipients one may be taken and one not, and the receipt says which and whether for good', async () => {
  smtp.answer = on('RCPT TO:<bulent', '450 4.2.1 mailbox busy');
  expect(await transport.sendMail(sender(), aMail(twoRecipients), inSeconds(5))).toMatchObject({
    outcome: 'sent',
    accepted: ['ayse@example.net'],
    rejected: [{ address: 'bulent@example.net', permanent: false, response: '450 4.2.1 mailbox busy' }],
  });
});

test('a wrong password is our fault, not the recipient’s, and is nowhere repeated', async () => {
  smtp.answer = on('AUTH', '535 5.7.8 bad credentials');
  const receipt = await transport.sendMail(sender(withLogin), aMail(), inSeconds(5));
  expect(receipt).toMatchObject({ outcome: 'fault', code: 'EAUTH', response: '535 5.7.8 bad credentials' });
  expect(JSON.stringify(receipt)).not.toContain(PASSWORD);
  smtp.answer = () => undefined;
  expect(await transport.sendMail(sender(withLogin), aMail(), inSeconds(5))).toMatchObject({ outcome: 'sent' });
});

test('a login service that is busy is tried again', async () => {
  smtp.answer = on('AUTH', '454 4.7.0 temporary failure');
  expect(await transport.sendMail(sender(withLogin), aMail(), inSeconds(5))).toMatchObject({ outcome: 'deferred' });
});

test('a secret that cannot be opened is a fault and nothing is sent', async () => {
  const credentials: MailCredentials = async () => {
    throw new DeskError('SECRET_KEY_MISSING');
  };
  const locked = createMailTransport({ credentials });
  expect(await locked.sendMail(sender(withLogin), aMail(), inSeconds(5))).toMatchObject({
    outcome: 'fault',
    code: 'SECRET_KEY_MISSING',
  });
  expect(smtp.connectionCount()).toBe(0);
});

test.each(['535 5.7.8 token expired', '334 eyJzdGF0dXMiOiI0MDEifQ=='])(
  'a token refused by "%s" is renewed once',
  async (no) => {
    const asked: (string | undefined)[] = [];
    const credentials: MailCredentials = async (_login, _context, rejectedToken) => {
      asked.push(rejectedToken);
      return { kind: 'token', accessToken: rejectedToken ? 'fresh' : 'stale' };
    };
    smtp.answer = (command) => {
      if (command === '') return '535 5.7.8 token expired';
      if (!command.startsWith('AUTH XOAUTH2')) return undefined;
      const isFresh = Buffer.from(command.split(' ')[2] ?? '', 'base64')
        .toString()
        .includes('Bearer fresh');
      return isFresh ? '235 welcome' : no;
    };
    const google = createMailTransport({ credentials });
    expect(await google.sendMail(sender(withLogin), aMail(), inSeconds(5))).toMatchObject({ outcome: 'sent' });
    expect(asked.at(-1)).toBe('stale');
    await google.close();
  },
);

test.each([
  ['refuses', 'MAIL_TOKEN_REFUSED', 'fault'],
  ['does not answer', 'MAIL_UNREACHABLE', 'deferred'],
] as const)('a token service that %s is told as such', async (_what, code, outcome) => {
  let calls = 0;
  const credentials: MailCredentials = async () => {
    if (calls++ > 0) throw new DeskError(code);
    return { kind: 'token', accessToken: 'first' };
  };
  const google = createMailTransport({ credentials });
  expect(await google.sendMail(sender(withLogin), aMail(), inSeconds(5))).toMatchObject({
    outcome,
    code: expect.stringContaining(code),
  });
  await google.close();
});

test('a certificate that nobody vouches for is a fault: no mail goes to an impostor', async () => {
  const impostor = await startScriptedSmtp({ tls: true });
  const receipt = await transport.sendMail(sender({ security: 'tls', port: impostor.port }), aMail(), inSeconds(5));
  expect(receipt).toMatchObject({ outcome: 'fault', code: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') });
  await impostor.close();
});

test('a server without STARTTLS is a fault where it is required', async () => {
  const receipt = await transport.sendMail(sender({ security: 'starttls' }), aMail(), inSeconds(5));
  expect(receipt).toMatchObject({ outcome: 'fault', code: expect.stringContaining('ETLS') });
  expect(smtp.mails).toEqual([]);
});

test.each([false, true])(
  'at the deadline the connection is reset and not a byte follows (encrypted: %s)',
  async (tls) => {
    const trusted = getCACertificates('default');
    setDefaultCACertificates([...trusted, testCertificate.cert]);
    const slow = await startScriptedSmtp({ tls });
    slow.answer = on('DATA', 'stop-reading');
    const settings = sender({ security: tls ? 'tls' : 'none', port: slow.port });
    // Small enough to lie whole, with its end, in the buffers of the system.
    const large = aMail({ text: `${'satır '.repeat(10)}\n`.repeat(1200) });
    const deadline = Date.now() + 700;
    const receipt = await transport.sendMail(settings, large, { deadline });
    expect(receipt).toMatchObject({ outcome: 'unsure', code: 'EABORT' });
    expect(Date.now()).toBeLessThan(deadline);
    const [socket] = slow.sockets;
    socket?.resume();
    while (slow.sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(slow.faults).toEqual(['ECONNRESET']);
    await slow.close();
    setDefaultCACertificates(trusted);
  },
);

test('a mail whose time runs out in the queue is surely unsent, and does not go out later', async () => {
  const [busy, waiting] = [aMail({ text: 'first' }), aMail({ text: 'second' })];
  smtp.answer = on('END', 'hang');
  const one = sender({ maxConnections: 1 });
  const first = transport.sendMail(one, busy, inSeconds(1.5));
  while (smtp.mails.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await transport.sendMail(one, waiting, inSeconds(0.5))).toMatchObject({ outcome: 'deferred', code: 'EABORT' });
  expect(await first).toMatchObject({ outcome: 'unsure' });
  expect(await transport.sendMail(one, busy, { deadline: Date.now() })).toMatchObject({
    outcome: 'deferred',
    code: 'DEADLINE',
  });
  expect(smtp.dataBytes()).not.toContain('second');
});

test('the caller can stop a sending at any time', async () => {
  const stop = new AbortController();
  smtp.answer = (command) => {
    if (command !== 'END') return undefined;
    stop.abort();
    return 'hang';
  };
  const limits = { ...inSeconds(20), signal: stop.signal };
  expect(await transport.sendMail(sender(), aMail(), limits)).toMatchObject({ outcome: 'unsure', code: 'EABORT' });
  expect(await transport.sendMail(sender(), aMail(), limits)).toMatchObject({ outcome: 'deferred' });
});

test('a connection that the server closed while idle costs no mail', async () => {
  await transport.sendMail(sender(), aMail(), inSeconds(5));
  for (const socket of smtp.sockets) socket.destroy();
  expect(await transport.sendMail(sender(), aMail(), inSeconds(5))).toMatchObject({ outcome: 'sent' });
  expect(smtp.mails).toHaveLength(2);
});

test('changed settings of a sender hold from the next mail on, and the old connection is closed', async () => {
  await transport.sendMail(sender(), aMail(), inSeconds(5));
  const other = await startScriptedSmtp();
  expect(await transport.sendMail(sender({ port: other.port }, 2), aMail(), inSeconds(5))).toMatchObject({
    outcome: 'sent',
  });
  expect([smtp.mails.length, other.mails.length]).toEqual([1, 1]);
  while (smtp.sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await transport.close();
  await other.close();
});

test.each([
  ['a subject', { subject: 'x\r\nBcc: victim@example.net' }],
  ['a recipient', { envelope: { from: 'a@example.com', to: ['a@example.net>\r\nRCPT TO:<victim@example.net'] } }],
  ['a header', { headers: { 'X-Note': 'x\nBcc: victim@example.net' } }],
  ['a message id', { messageId: '<a@b>\r\nBcc: victim@example.net' }],
])('a line break in %s is refused before anything is sent', async (_what, extra) => {
  const receipt = await transport.sendMail(sender(), { ...aMail(), ...extra }, inSeconds(5));
  expect(receipt).toMatchObject({ outcome: 'refused', permanent: true, code: 'INVALID_INPUT' });
  expect(smtp.connectionCount()).toBe(0);
});
