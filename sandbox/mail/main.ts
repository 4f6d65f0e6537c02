import { AccessTokens } from './access-tokens.ts';
import { Accounts, oauthClient, sandboxPassword } from './accounts.ts';
import { createAdminServer } from './admin/admin-server.ts';
import { FaultBoard } from './faults.ts';
import { ImapServer } from './imap-server.ts';
import { closePort, openPort } from '../platform/port-switch.ts';
import { deliverSample } from './samples/deliver-sample.ts';
import { startTrickle } from './samples/trickle.ts';
import { sampleMails, sampleUsers } from './sample-mails.ts';
import { SmtpSandbox } from './smtp-server.ts';
import { SinkLog } from './smtp/sink-log.ts';
import { MailStore } from './store/mail-store.ts';
import { localDomain } from './store/mailbox-user.ts';
import { SandboxState } from './store/sandbox-state.ts';

export interface MailSandboxOptions {
  /** Where mails, sink and ports are kept; made when missing. */
  directory: string;
  /** Ports to insist on; without them the last ones are taken again, or free ones. */
  imapPort?: number;
  smtpPort?: number;
  httpPort?: number;
  /** Put the sample mails in, once in the life of the folder. */
  samples?: boolean;
  /** Deliver another sample mail every so many seconds. */
  trickleSeconds?: number;
}

export interface SandboxUser {
  user: string;
  address: string;
  password: string;
  refreshToken: string;
}

export interface MailSandbox {
  imapPort: number;
  smtpPort: number;
  httpPort: number;
  users: SandboxUser[];
  oauth: { tokenUrl: string; clientId: string; clientSecret: string };
  stop: () => Promise<void>;
}

/** Starts the stand-in mail platform: IMAP, SMTP, admin API and token endpoint, all on 127.0.0.1, persistent in one folder. */
export async function runMailSandbox(options: MailSandboxOptions): Promise<MailSandbox> {
  const state = new SandboxState(options.directory);
  const store = new MailStore(state);
  const sink = new SinkLog(options.directory);
  const faults = new FaultBoard();
  const tokens = new AccessTokens(state.values.tokenKey);
  const accounts = new Accounts(tokens, faults);
  const imap = new ImapServer({ store, accounts, faults });
  const smtp = new SmtpSandbox({ store, sink, accounts, faults });
  const admin = createAdminServer({ directory: options.directory, store, sink, faults, tokens, imap, smtp });

  if (options.samples && !state.values.samplesDelivered) {
    for (const mail of sampleMails(new Date())) deliverSample(store, mail);
    state.set({ samplesDelivered: true });
  }
  const imapPort = await imap.start(options.imapPort ?? 0, state.values.imapPort);
  const smtpPort = await smtp.start(options.smtpPort ?? 0, state.values.smtpPort);
  const httpPort = await openPort(admin, options.httpPort ?? 0, state.values.httpPort);
  state.set({ imapPort, smtpPort, httpPort });
  const stopTrickle = options.trickleSeconds
    ? startTrickle({ store, state, intervalSeconds: options.trickleSeconds })
    : () => {};

  return {
    imapPort,
    smtpPort,
    httpPort,
    users: sampleUsers.map((user) => ({
      user,
      address: `${user}@${localDomain}`,
      password: sandboxPassword,
      refreshToken: tokens.issueRefresh(user),
    })),
    oauth: { tokenUrl: `http://127.0.0.1:${httpPort}/token`, ...oauthClient },
    async stop() {
      stopTrickle();
      admin.closeAllConnections();
      await Promise.all([imap.stop(), smtp.stop(), closePort(admin)]);
    },
  };
}
