import type { MailLogin, SmtpSender } from '../../domain/email-account.schema.ts';
import { DeskError } from '../../domain/errors.ts';
import type { OutgoingMail } from '../../domain/mail/outgoing-mail.ts';
import type { MailCredentials } from './mail-credentials.ts';
import type { MailReceipt } from './mail-receipt.ts';
import { serverWords } from './server-words.ts';
import { brokenHeaders, smtpMessage } from './smtp-message.ts';
import { smtpOutcome } from './smtp-outcome.ts';
import { openSmtpPool } from './smtp-pool.ts';
import { followSending } from './smtp-sending.ts';
import type { SmtpPool } from './smtp-sending.ts';

/** Sends mail through one pooled transport per sender, and tells exactly what became of each attempt. */

/** A sender as it stands: `version` changes with its settings, and the old transport is then closed. */
export type SenderSnapshot = { id: string; version: number; settings: SmtpSender };

export type SendLimits = {
  /** Milliseconds since the epoch; the attempt's connection is cut before. */
  deadline: number;
  signal?: AbortSignal;
};

export type MailTransport = {
  /** Never throws for what the server or the network does: that is in the receipt. */
  sendMail(sender: SenderSnapshot, mail: OutgoingMail, limits: SendLimits): Promise<MailReceipt>;
  /** Ends idle connections at once; a mail under way is finished first, unless `force`. */
  close(options?: { force?: boolean }): Promise<void>;
};

type OpenPool = { version: number; pool: Promise<SmtpPool>; lastToken: () => string | undefined };

type AttemptLimits = { endsAt: number; signal: AbortSignal | undefined };

const TIMEOUT_MILLISECONDS = 15_000;
/** The attempt ends this much before its deadline, so that whoever looks at the deadline finds it ended. */
const MARGIN_MILLISECONDS = 100;

export function createMailTransport(tools: {
  credentials: MailCredentials;
  timeoutMilliseconds?: number;
}): MailTransport {
  const pools = new Map<string, OpenPool>();

  function poolOf(sender: SenderSnapshot, rejectedToken?: string): OpenPool {
    const open = pools.get(sender.id);
    if (open?.version === sender.version && rejectedToken === undefined) return open;
    if (open) void closePool(open.pool);
    const fresh = openPool(sender, rejectedToken);
    pools.set(sender.id, fresh);
    return fresh;
  }

  function openPool({ id, version, settings }: SenderSnapshot, rejectedToken?: string): OpenPool {
    const { auth } = settings;
    let lastToken: string | undefined;
    const credential = async (login: MailLogin, refused = rejectedToken) => {
      const answer = await tools.credentials(login, `sender:${id}`, refused);
      lastToken = answer.kind === 'token' ? answer.accessToken : undefined;
      return answer;
    };
    const pool = openSmtpPool({
      sender: settings,
      credential: auth ? (refused) => credential(auth, refused) : null,
      timeoutMilliseconds: tools.timeoutMilliseconds ?? TIMEOUT_MILLISECONDS,
    });
    return { version, pool, lastToken: () => lastToken };
  }

  /** After a fault of the settings the next attempt reads secrets anew. */
  function forget(sender: SenderSnapshot, open: OpenPool): void {
    if (pools.get(sender.id) !== open) return;
    pools.delete(sender.id);
    void closePool(open.pool);
  }

  /** A token may be refused before its time: then nothing was sent, and once more with a renewed one is safe. */
  async function attemptTwice(sender: SenderSnapshot, mail: OutgoingMail, limits: AttemptLimits): Promise<MailReceipt> {
    const first = poolOf(sender);
    const receipt = await attempt(first.pool, mail, limits);
    if (receipt.outcome !== 'fault') return receipt;
    const rejectedToken = first.lastToken();
    if (rejectedToken === undefined || !receipt.code.startsWith('EAUTH')) {
      forget(sender, first);
      return receipt;
    }
    const second = poolOf(sender, rejectedToken);
    const answer = await attempt(second.pool, mail, limits);
    if (answer.outcome === 'fault') forget(sender, second);
    return answer;
  }

  return {
    async sendMail(sender, mail, limits) {
      const broken = brokenHeaders(mail);
      if (broken.length > 0) return unfit(`line breaks in ${broken.join(', ')}`);
      if (mail.envelope.to.length === 0) return unfit('no recipient');
      const endsAt = limits.deadline - MARGIN_MILLISECONDS;
      if (endsAt <= Date.now())
        return { outcome: 'deferred', response: 'no time was left to send it', code: 'DEADLINE' };
      return attemptTwice(sender, mail, { endsAt, signal: limits.signal });
    },
    async close(options) {
      const open = [...pools.values()];
      pools.clear();
      await Promise.all(open.map(({ pool }) => closePool(pool, options)));
    },
  };
}

async function attempt(
  opening: Promise<SmtpPool>,
  mail: OutgoingMail,
  { endsAt, signal }: AttemptLimits,
): Promise<MailReceipt> {
  const stop = new AbortController();
  const stopSending = () => stop.abort();
  const timer = setTimeout(stopSending, endsAt - Date.now());
  signal?.addEventListener('abort', stopSending, { once: true });
  if (signal?.aborted) stopSending();
  try {
    return await sendThrough(await beforeAbort(opening, stop.signal), mail, stop.signal);
  } catch (error) {
    return notOpened(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stopSending);
  }
}

async function sendThrough(pool: SmtpPool, mail: OutgoingMail, signal: AbortSignal): Promise<MailReceipt> {
  const sending = followSending(pool, signal);
  // Listens before nodemailer does: once that let go of the connection, what is in flight could not be taken back.
  signal.addEventListener('abort', sending.reset, { once: true });
  try {
    const info = await pool.sendMail({ ...smtpMessage(mail), signal });
    return {
      outcome: 'sent',
      response: serverWords(info.response),
      accepted: info.accepted.map(String),
      rejected: (info.rejectedErrors ?? []).map((error) => ({
        address: error.recipient ?? '',
        permanent: error.permanent === true,
        response: serverWords(error.response ?? error.message),
      })),
      serverMessageId: info.serverMessageId ?? null,
    };
  } catch (error) {
    return smtpOutcome(error, sending.isBodyStarted());
  } finally {
    signal.removeEventListener('abort', sending.reset);
  }
}

function beforeAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new DeskError('MAIL_UNREACHABLE', 'the deadline came before the login was ready'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The login could not be made ready: nothing was sent. */
function notOpened(error: unknown): MailReceipt {
  const code = error instanceof DeskError ? error.code : 'UNEXPECTED';
  const response = serverWords(error instanceof Error ? error.message : String(error));
  return { outcome: code === 'MAIL_UNREACHABLE' ? 'deferred' : 'fault', response, code };
}

function unfit(response: string): MailReceipt {
  return { outcome: 'refused', permanent: true, response, code: 'INVALID_INPUT' };
}

async function closePool(opening: Promise<SmtpPool>, options?: { force?: boolean }): Promise<void> {
  const pool = await opening.catch(() => null);
  pool?.close(options);
}
