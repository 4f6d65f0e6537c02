import { createMailCredentials } from '../channels/email/mail-credentials.ts';
import { createTokenCache } from '../channels/email/oauth2.ts';
import { createSecrets } from '../channels/secrets.ts';
import { readHealth, type DeskHealth } from '../database/desk-health.ts';
import { listSenders } from '../database/senders.ts';
import { listSources } from '../database/sources.ts';
import { imapAccount, smtpSender, type MailLogin } from '../domain/email-account.schema.ts';
import { sayTalkTrouble } from '../domain/chatbot/say-talk-trouble.ts';
import { DeskError, errorTable, type ErrorCode } from '../domain/errors.ts';
import type { DeskContext } from './context.ts';
import { ok, problem, type Finding } from './doctor.ts';

/** Mailboxes and senders: whether their settings hold, their secrets open, and their last work went well; what waits; and chatbots. */
export async function examineAccounts(context: DeskContext): Promise<Finding[]> {
  const health = await readHealth(context.database);
  const login = await loginOpener(context);
  const findings: Finding[] = [];
  for (const source of (await listSources(context.database)).filter(({ channel }) => channel === 'email')) {
    const what = `source ${source.name}`;
    findings.push(
      await examineAccount(what, source, () => login(`source:${source.id}`, imapAccount.parse(source.settings).auth)),
    );
  }
  const senders = await listSenders(context.database);
  if (senders.length === 0)
    findings.push({
      what: 'senders',
      isOk: false,
      words: 'there is none: no mail goes out',
      mend: 'Add one with `deskhand sender add`.',
    });
  for (const sender of senders) {
    findings.push(
      await examineAccount(`sender ${sender.name}`, sender, () =>
        login(`sender:${sender.id}`, smtpSender.parse(sender.settings).auth),
      ),
    );
  }
  return [...findings, ...backlog(health), ...talksInTrouble(health)];
}

type LoginOpener = (owner: string, login: MailLogin | undefined) => Promise<void>;

/** Opens secrets as a poll or delivery would; a token is not asked for. */
async function loginOpener(context: DeskContext): Promise<LoginOpener> {
  const secrets = createSecrets(await context.secretKey());
  const { environment } = context.config;
  const credentials = createMailCredentials({ secrets, tokens: createTokenCache(), environment });
  return async (owner, login) => {
    if (login?.kind === 'password') await credentials(login, owner);
    if (login?.kind === 'oauth2') secrets.open(login.refreshToken, `${owner}:refresh-token`, environment);
  };
}

interface Account {
  lastErrorCode: string | null;
  lastError: string | null;
}

/** Opens what an account needs, and tells how its last work went. */
export async function examineAccount(what: string, account: Account, open: () => Promise<void>): Promise<Finding> {
  try {
    await open();
  } catch (error) {
    return problem(
      what,
      error instanceof DeskError
        ? error
        : new DeskError('INVALID_INPUT', 'its settings are not valid', { cause: error }),
    );
  }
  const { lastErrorCode, lastError } = account;
  if (!lastErrorCode) return ok(what, 'settings hold, secrets open, no trouble');
  const code = (lastErrorCode in errorTable ? lastErrorCode : 'MAIL_UNREACHABLE') as ErrorCode;
  return problem(what, new DeskError(code, lastError ?? lastErrorCode));
}

function isLong(since: string | null): boolean {
  return since !== null && Date.now() - Date.parse(since) > 60_000;
}

function backlog(health: DeskHealth): Finding[] {
  const told: [string, number, string][] = [
    [
      'inputs',
      isLong(health.oldestWaitingAt) ? health.waitingInputs : 0,
      'wait for more than a minute. Check that a worker runs.',
    ],
    [
      'waiting talks',
      isLong(health.oldestWaitingTalkAt) ? health.waitingTalks : 0,
      'have a line that waits for more than a minute. Check that a worker runs.',
    ],
    [
      'parked inputs',
      health.parkedInputs,
      'could not be taken up. Look at their tickets: `deskhand ticket list --filter is:trouble`.',
    ],
    ['parked items', health.parkedInbound, 'could not be read. See `deskhand inbound list --state parked`.'],
    ['failed deliveries', health.failedDeliveries, 'need somebody. See `deskhand delivery list --state failed`.'],
    ['unsure deliveries', health.unsureDeliveries, 'need somebody. See `deskhand delivery list --state unsure`.'],
  ];
  return told.map(([what, count, mend]) =>
    count > 0 ? { what, isOk: false, words: String(count), mend } : ok(what, 'none'),
  );
}

function talksInTrouble({ talks }: DeskHealth): Finding[] {
  if (talks.length === 0) return [ok('talks', 'none in trouble')];
  return talks.map((trouble) => ({ what: `chatbot ${trouble.chatbot}`, isOk: false, ...sayTalkTrouble(trouble) }));
}
