import { imapAccount, smtpSender } from './email-account.schema.ts';

const auth = { kind: 'password', secret: { env: 'IMAP_PASSWORD' } };
const account = (extra: object = {}) =>
  imapAccount.safeParse({ host: 'imap.example.com', user: 'support', auth, ...extra });
const problems = (result: ReturnType<typeof account>) =>
  result.error?.issues.map(({ message }) => message).join(' ') ?? '';

test('a source needs only host, user and secret; the rest is safe by default', () => {
  expect(account().data).toMatchObject({
    port: 993,
    security: 'tls',
    mailboxes: ['INBOX'],
    maxMailBytes: 31_457_280,
    addresses: [],
  });
  expect(account({ security: 'starttls' }).data?.port).toBe(143);
});

test('clear text is for servers on this machine only, and the refusal says why', () => {
  expect(problems(account({ security: 'none' }))).toMatch(/can be read on the way/);
  for (const host of ['127.0.0.1', 'localhost', '::1']) expect(account({ security: 'none', host }).success).toBe(true);
  expect(account({ security: 'none', host: '127.0.0.1.evil.example' }).success).toBe(false);
});

test('a secret in clear is refused', () => {
  expect(problems(account({ auth: { kind: 'password', secret: 'parola' } }))).toMatch(/never stored in clear/);
  expect(account({ auth: { kind: 'password', secret: { env: 'A', sealed: 'b' } } }).success).toBe(false);
});

test('an OAuth2 login elsewhere than Google and Microsoft says where tokens are renewed, over https', () => {
  const login = { kind: 'oauth2', provider: 'other', clientId: 'desk', refreshToken: { env: 'TOKEN' } };
  const withUrl = (tokenUrl: string) => account({ auth: { ...login, tokenUrl } }).success;
  expect(problems(account({ auth: login }))).toMatch(/where tokens are renewed/);
  expect(withUrl('http://login.example.com/token')).toBe(false);
  expect(withUrl('https://login.example.com/token')).toBe(true);
  expect(withUrl('http://127.0.0.1:8080/token')).toBe(true);
  expect(account({ auth: { ...login, provider: 'google' } }).success).toBe(true);
});

test('line breaks are refused in names that travel to a server', () => {
  expect(account({ user: 'a\r\nb' }).success).toBe(false);
  expect(account({ mailboxes: ['INBOX\r\nA DELETE'] }).success).toBe(false);
  expect(account({ host: 'imap.example.com\r\n' }).success).toBe(false);
});

test('a sender has a port by its security, and user and login together or neither', () => {
  const sender = (extra: object = {}) =>
    smtpSender.safeParse({ fromAddress: 'a@example.com', host: 'smtp.example.com', ...extra });
  expect(sender().data).toMatchObject({ port: 465, security: 'tls', maxConnections: 3, signature: '' });
  expect(sender({ security: 'starttls' }).data?.port).toBe(587);
  expect(sender({ user: 'a' }).success).toBe(false);
  expect(sender({ user: 'a', auth }).success).toBe(true);
});
