import { ImapFlow } from 'imapflow';
import type { ImapFlowOptions } from 'imapflow';
import type { ImapAccount } from '../../domain/email-account.schema.ts';
import { imapFault, isLoginRejected } from './imap-fault.ts';
import type { MailCredential } from './mail-credentials.ts';

export type ImapConnectionOptions = {
  /** Called before each connect: access tokens live an hour. `rejectedToken` asks for another one. */
  credential: (rejectedToken?: string) => Promise<MailCredential>;
  signal?: AbortSignal;
  /** How long a silent server is waited for, in milliseconds. */
  timeoutMilliseconds?: number;
};

export type ImapConnection = AsyncDisposable & {
  client: ImapFlow;
  /** The error that ended the connection, told by an event rather than by the command that failed of it. */
  fault: () => Error | undefined;
};

const TIMEOUT_MILLISECONDS = 15_000;
const LITERAL_SLACK_BYTES = 1024 * 1024;

/** Connects and logs in; with a token that the server rejects, once more with a renewed one. Errors: see imapFault. */
export async function openImap(account: ImapAccount, options: ImapConnectionOptions): Promise<ImapConnection> {
  options.signal?.throwIfAborted();
  const credential = await options.credential();
  try {
    return await connect(account, credential, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (credential.kind !== 'token' || !isLoginRejected(error)) throw imapFault(error, account);
  }
  try {
    return await connect(account, await options.credential(credential.accessToken), options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw imapFault(error, account);
  }
}

async function connect(
  account: ImapAccount,
  credential: MailCredential,
  options: ImapConnectionOptions,
): Promise<ImapConnection> {
  const client = new ImapFlow(clientOptions(account, credential, options.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS));
  let fault: Error | undefined;
  // Attached before connect: an `error` that nobody listens to ends the process.
  client.on('error', (error: Error) => (fault ??= error));
  client.on('close', () => (fault ??= client.byeReason ? new Error(client.byeReason) : undefined));
  const abort = () => client.close();
  options.signal?.addEventListener('abort', abort, { once: true });
  try {
    await client.connect();
  } catch (error) {
    options.signal?.removeEventListener('abort', abort);
    client.close();
    throw error;
  }
  return {
    client,
    fault: () => fault,
    async [Symbol.asyncDispose]() {
      options.signal?.removeEventListener('abort', abort);
      if (client.usable) await client.logout().catch(() => undefined);
      client.close();
    },
  };
}

function clientOptions(account: ImapAccount, credential: MailCredential, timeoutMilliseconds: number): ImapFlowOptions {
  const { host, port, security, user, maxMailBytes } = account;
  const maxLiteralSize = maxMailBytes + LITERAL_SLACK_BYTES;
  return {
    host,
    port,
    secure: security === 'tls',
    // Never left open: a STARTTLS that may be skipped can be stripped by anyone on the path.
    doSTARTTLS: security === 'starttls',
    auth:
      credential.kind === 'token' ? { user, accessToken: credential.accessToken } : { user, pass: credential.password },
    tls: { minVersion: 'TLSv1.2' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: timeoutMilliseconds,
    greetingTimeout: timeoutMilliseconds,
    socketTimeout: timeoutMilliseconds * 2,
    maxLiteralSize,
    maxResponseSize: maxLiteralSize + LITERAL_SLACK_BYTES,
  };
}
