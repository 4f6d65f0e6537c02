import { z } from 'zod';
import { isLoopbackHost } from './loopback-host.ts';
import { secretRef } from './secret-ref.schema.ts';

/** Settings of mail accounts: where mail is fetched (`imapAccount`) and how it is sent (`smtpSender`). */

const DEFAULT_MAX_MAIL_BYTES = 30 * 1024 * 1024;
const IMAP_PORTS = { tls: 993, starttls: 143, none: 143 };
const SMTP_PORTS = { tls: 465, starttls: 587, none: 25 };

const hostName = z
  .string()
  .regex(/^[A-Za-z0-9.:_-]{1,253}$/, 'Give a host name or address without scheme or path, such as imap.example.com.');
const portNumber = z.int().min(1).max(65535);
const oneLine = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f]*$/, 'Control characters and line breaks are not allowed here.');
const security = z
  .enum(['tls', 'starttls', 'none'])
  .default('tls')
  .describe('tls (from the first byte), starttls (required, never optional), or none (this machine only)');
export const mailAddress = z.email('Give one address, such as support@example.com.').max(254);

const tokenUrl = z.url().refine(isSafeTokenUrl, 'The token address must be https: the refresh token travels to it.');

const passwordLogin = z.strictObject({ kind: z.literal('password'), secret: secretRef });
const oauth2Login = z
  .strictObject({
    kind: z.literal('oauth2'),
    provider: z.enum(['google', 'microsoft', 'other']),
    clientId: oneLine(512).min(1),
    clientSecret: secretRef.optional(),
    refreshToken: secretRef,
    tokenUrl: tokenUrl.optional().describe('Needed for provider other; Microsoft tenants may name their own'),
  })
  .refine((login) => login.provider !== 'other' || login.tokenUrl !== undefined, {
    path: ['tokenUrl'],
    message: 'For provider other, say where tokens are renewed.',
  });

export const mailLogin = z.discriminatedUnion('kind', [passwordLogin, oauth2Login]);

export const imapAccount = z
  .strictObject({
    host: hostName,
    port: portNumber.optional(),
    security,
    user: oneLine(254).min(1),
    auth: mailLogin,
    mailboxes: z.array(oneLine(255).min(1)).min(1).max(100).default(['INBOX']),
    maxMailBytes: z.int().min(65_536).max(1_073_741_824).default(DEFAULT_MAX_MAIL_BYTES),
    addresses: z.array(mailAddress).max(1000).default([]).describe('Addresses of ours that reach these mailboxes'),
  })
  .superRefine(refuseClearText)
  .transform((account) => ({ ...account, port: account.port ?? IMAP_PORTS[account.security] }));

export const smtpSender = z
  .strictObject({
    fromAddress: mailAddress,
    fromName: oneLine(200).default(''),
    host: hostName,
    port: portNumber.optional(),
    security,
    user: oneLine(254).min(1).optional(),
    auth: mailLogin.optional(),
    maxConnections: z.int().min(1).max(20).default(3),
    signature: z.string().max(10_000).default(''),
  })
  .superRefine(refuseClearText)
  .refine((sender) => (sender.user === undefined) === (sender.auth === undefined), {
    path: ['user'],
    message: 'Give user and auth together, or neither for a server that wants no login.',
  })
  .transform((sender) => ({ ...sender, port: sender.port ?? SMTP_PORTS[sender.security] }));

export type MailLogin = z.infer<typeof mailLogin>;
export type ImapAccount = z.infer<typeof imapAccount>;
export type SmtpSender = z.infer<typeof smtpSender>;

/** STARTTLS that may be skipped, and clear text, let anyone on the path read passwords and customers' mail. */
function refuseClearText(account: { host: string; security: string }, context: z.RefinementCtx): void {
  if (account.security === 'none' && !isLoopbackHost(account.host))
    context.addIssue({
      code: 'custom',
      path: ['security'],
      message: `Without encryption, passwords and mail to ${account.host} can be read on the way; use tls or starttls. none is for a server on this machine only.`,
    });
}

function isSafeTokenUrl(address: string): boolean {
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
