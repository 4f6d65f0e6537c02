import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Accounts } from './accounts.ts';
import type { FaultBoard } from './faults.ts';
import { capabilities } from './imap/commands/general-commands.ts';
import { readCommand } from './imap/read-command.ts';
import { runCommand } from './imap/run-command.ts';
import { ImapSession } from './imap/session.ts';
import { closePort, openPort } from '../platform/port-switch.ts';
import type { MailStore } from './store/mail-store.ts';

/** What one connection asked: commands by name are its round trips. */
export interface ImapConnectionCount {
  user: string | null;
  open: boolean;
  commands: Record<string, number>;
  total: number;
}

interface ImapServerNeeds {
  store: MailStore;
  accounts: Accounts;
  faults: FaultBoard;
}

const idleLimitMilliseconds = 30 * 60_000;
const rememberedConnections = 1000;

/** An IMAP4rev1 server (RFC 3501) on 127.0.0.1 over the sandbox's mailboxes. */
export class ImapServer {
  private readonly needs: ImapServerNeeds;
  private readonly server = createServer((socket) => void this.serve(socket));
  private readonly sessions = new Set<ImapSession>();
  private readonly counts: ImapConnectionCount[] = [];
  private port = 0;

  constructor(needs: ImapServerNeeds) {
    this.needs = needs;
  }

  /** Begins to listen; returns the port. */
  async start(wanted: number, remembered: number): Promise<number> {
    this.port = await openPort(this.server, wanted, remembered);
    return this.port;
  }

  /** Round trips of the latest connections, oldest first. */
  get connections(): readonly ImapConnectionCount[] {
    return this.counts;
  }

  /** As a server does at a restart: every client gets BYE and its connection ends. */
  byeAll(reason: string): void {
    for (const session of this.sessions) session.bye(reason);
  }

  /** Down: nobody listens and whoever is connected is reset. Up: listens again on the same port. */
  async setDown(down: boolean): Promise<void> {
    if (down === !this.server.listening) return;
    if (!down) {
      await openPort(this.server, this.port);
      return;
    }
    const closed = closePort(this.server);
    for (const session of this.sessions) session.socket.resetAndDestroy();
    await closed;
  }

  async stop(): Promise<void> {
    this.byeAll('Server shutting down.');
    await closePort(this.server);
  }

  private async serve(socket: Socket): Promise<void> {
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    socket.setTimeout(idleLimitMilliseconds, () => session.bye('Disconnected for inactivity.'));
    const session = new ImapSession(socket);
    const count = this.beginCount();
    this.sessions.add(session);
    session.send(`* OK [CAPABILITY ${capabilities}] Deskhand mail sandbox ready.`);
    try {
      while (!session.ending && !socket.destroyed) await this.serveOne(session, count);
    } finally {
      count.open = false;
      session.unselect();
      this.sessions.delete(session);
      socket.end();
    }
  }

  private async serveOne(session: ImapSession, count: ImapConnectionCount): Promise<void> {
    const raw = await readCommand(session);
    if (!raw) {
      session.ending = true;
      return;
    }
    if (this.needs.faults.now.imapDelayMilliseconds > 0) await sleep(this.needs.faults.now.imapDelayMilliseconds);
    const name = await runCommand(raw, { session, store: this.needs.store, accounts: this.needs.accounts });
    count.user = session.user;
    count.total += 1;
    count.commands[name] = (count.commands[name] ?? 0) + 1;
  }

  private beginCount(): ImapConnectionCount {
    const count: ImapConnectionCount = { user: null, open: true, commands: {}, total: 0 };
    this.counts.push(count);
    if (this.counts.length > rememberedConnections) this.counts.shift();
    return count;
  }
}
