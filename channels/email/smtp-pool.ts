import { callbackify } from 'node:util';
import { createTransport } from 'nodemailer';
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import type { SmtpSender } from '../../domain/email-account.schema.ts';
import type { MailCredential } from './mail-credentials.ts';
import { watchBodies } from './smtp-sending.ts';
import type { SmtpPool } from './smtp-sending.ts';

export type SmtpPoolOptions = {
  sender: SmtpSender;
  /** null for a server that wants no login. */
  credential: ((rejectedToken?: string) => Promise<MailCredential>) | null;
  timeoutMilliseconds: number;
};

const IDLE_MILLISECONDS = 60_000;

/** A pooled transport of one sender. Errors: those of opening its secret. */
export async function openSmtpPool({ sender, credential, timeoutMilliseconds }: SmtpPoolOptions): Promise<SmtpPool> {
  const first = (await credential?.()) ?? null;
  const pool = createTransport({
    pool: true,
    host: sender.host,
    port: sender.port,
    secure: sender.security === 'tls',
    requireTLS: sender.security === 'starttls',
    ignoreTLS: sender.security === 'none',
    tls: { minVersion: 'TLSv1.2' },
    ...(first && { auth: authOf(sender.user ?? '', first) }),
    maxConnections: sender.maxConnections,
    maxRequeues: 2,
    idleTimeout: IDLE_MILLISECONDS,
    connectionTimeout: timeoutMilliseconds,
    greetingTimeout: timeoutMilliseconds,
    dnsTimeout: timeoutMilliseconds,
    socketTimeout: timeoutMilliseconds * 2,
    // A connection given up is cut, not ended politely: what was not yet written must not go out later.
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // An `error` event that nobody listens to would end the process; each send gets its own error anyway.
  pool.on('error', () => undefined);
  if (credential && first?.kind === 'token') provideTokens(pool, credential);
  watchBodies(pool);
  return pool;
}

function authOf(user: string, credential: MailCredential): NonNullable<SMTPPoolOptions['auth']> {
  return credential.kind === 'token' ? { type: 'OAuth2', user } : { user, pass: credential.password };
}

/** Connections of the pool open at any time, so each asks the token cache, and once more when its token is refused. */
function provideTokens(pool: SmtpPool, credential: (rejectedToken?: string) => Promise<MailCredential>): void {
  let latest: string | undefined;
  const provide = callbackify(async (isRenewal: boolean) => {
    const answer = await credential(isRenewal ? latest : undefined).catch((error: unknown) => {
      throw plainError(error);
    });
    latest = answer.kind === 'token' ? answer.accessToken : undefined;
    return latest;
  });
  pool.set('oauth2_provision_cb', (_user, isRenewal, done) => provide(isRenewal, done));
}

/** nodemailer writes its own code over an error's, which must not happen to ours. */
function plainError(error: unknown): Error {
  const copy = new Error(error instanceof Error ? error.message : 'no access token');
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return Object.assign(copy, { code });
}
