import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import {
  SMTPServer,
  type SMTPServerAddress,
  type SMTPServerAuthentication,
  type SMTPServerAuthenticationResponse,
  type SMTPServerDataStream,
  type SMTPServerSession,
} from 'smtp-server';
import type { Accounts } from './accounts.ts';
import type { FaultBoard, Faults } from './faults.ts';
import { closePort, openPort } from '../platform/port-switch.ts';
import { acceptMail } from './smtp/accept-mail.ts';
import { RecipientAnswer } from './smtp/recipient-answer.ts';
import type { SinkLog } from './smtp/sink-log.ts';
import type { MailStore } from './store/mail-store.ts';

interface SmtpSandboxNeeds {
  store: MailStore;
  sink: SinkLog;
  accounts: Accounts;
  faults: FaultBoard;
}

type Done = (error?: Error | null) => void;

export const mailLimitBytes = 25 * 1024 * 1024;

/** An SMTP server on 127.0.0.1 (RFC 5321, no TLS) that takes mail with or without login and files it in local mailboxes. */
export class SmtpSandbox {
  private readonly needs: SmtpSandboxNeeds;
  private readonly recipients: RecipientAnswer;
  private readonly server: SMTPServer;
  private port = 0;

  constructor(needs: SmtpSandboxNeeds) {
    this.needs = needs;
    this.recipients = new RecipientAnswer(needs.faults);
    this.server = new SMTPServer({
      name: 'mail.sandbox.test',
      logger: false,
      authOptional: true,
      allowInsecureAuth: true,
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      disabledCommands: ['STARTTLS'],
      hideENHANCEDSTATUSCODES: true,
      disableReverseLookup: true,
      size: mailLimitBytes,
      closeTimeout: 1,
      onConnect: (_session, done) =>
        done(this.needs.faults.take421() ? refusal(421, '4.3.2 Service not available, try again later') : null),
      onAuth: (auth, _session, done) => done(null, this.login(auth)),
      onMailFrom: (_address, _session, done) => void this.delayed(done, () => null),
      onRcptTo: (address, _session, done) => void this.delayed(done, () => this.refusedRecipient(address)),
      onData: (stream, session, done) => void this.take(stream, session, done),
    });
    // A client that cuts its connection is what this server is for.
    this.server.on('error', () => {});
  }

  /** Begins to listen; returns the port. */
  async start(wanted: number, remembered: number): Promise<number> {
    this.port = await openPort(this.server.server, wanted, remembered);
    return this.port;
  }

  async setDown(down: boolean): Promise<void> {
    const listener = this.server.server;
    if (down === !listener.listening) return;
    if (!down) {
      await openPort(listener, this.port);
      return;
    }
    const closed = closePort(listener);
    for (const { _socket } of this.server.connections) _socket.resetAndDestroy();
    await closed;
  }

  async stop(): Promise<void> {
    const closed = closePort(this.server.server);
    for (const { _socket } of this.server.connections) _socket.destroy();
    await closed;
  }

  private login(auth: SMTPServerAuthentication): SMTPServerAuthenticationResponse {
    const { accounts } = this.needs;
    const user = auth.username ?? '';
    if (auth.method === 'XOAUTH2') {
      if (accounts.tokenOpens(user, auth.accessToken ?? '')) return { user };
      return { data: { status: '401', schemes: 'bearer', scope: 'https://mail.google.com/' } };
    }
    return accounts.passwordOpens(user, auth.password ?? '')
      ? { user }
      : { message: '5.7.8 Username and password not accepted' };
  }

  private async delayed(done: Done, answer: () => Error | null): Promise<void> {
    await sleep(this.needs.faults.now.smtpDelayMilliseconds);
    done(answer());
  }

  private refusedRecipient({ address }: SMTPServerAddress): Error | null {
    const refused = this.recipients.refusal(address);
    return refused && refusal(refused.code, refused.text);
  }

  private async take(stream: SMTPServerDataStream, session: SMTPServerSession, done: Done): Promise<void> {
    const { faults, store, sink } = this.needs;
    try {
      const raw = await buffer(stream);
      if (stream.sizeExceeded)
        return done(refusal(552, `5.3.4 Message size exceeds fixed limit of ${mailLimitBytes} bytes`));
      const cut = faults.take(faults.now.afterData) ? { ...faults.now.afterData } : null;
      await sleep(faults.now.smtpDelayMilliseconds);
      if (!cut || cut.accepted) acceptMail({ store, sink }, { raw, ...envelopeOf(session), answered: !cut });
      if (cut) cutOff(this.socketOf(session), cut.cut);
      else done();
    } catch (error) {
      done(refusal(451, `4.3.0 ${(error as Error).message}`));
    }
  }

  private socketOf(session: SMTPServerSession): Socket | undefined {
    return [...this.server.connections].find((connection) => connection.id === session.id)?._socket;
  }
}

function envelopeOf(
  session: SMTPServerSession,
): Pick<Parameters<typeof acceptMail>[1], 'mailFrom' | 'recipients' | 'via'> {
  const { mailFrom, rcptTo } = session.envelope;
  return {
    mailFrom: mailFrom ? mailFrom.address : '',
    recipients: rcptTo.map((recipient) => recipient.address),
    via: {
      clientName: session.hostNameAppearsAs || 'unknown',
      clientAddress: session.remoteAddress,
      protocol: session.user ? 'ESMTPA' : 'ESMTP',
    },
  };
}

/** Silent: the socket stays open and nothing more is said, until the client gives up. */
function cutOff(socket: Socket | undefined, cut: Faults['afterData']['cut']): void {
  if (cut === 'close') socket?.destroy();
  if (cut === 'reset') socket?.resetAndDestroy();
  if (cut === 'silent') socket?.setTimeout(0);
}

function refusal(code: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode: code });
}
