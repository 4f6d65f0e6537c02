import type { Socket } from 'node:net';
import type { Mailbox, StoredMail } from '../store/mailbox.ts';
import type { UserMailboxes } from '../store/user-mailboxes.ts';
import { SocketReader } from './socket-reader.ts';

/** What a session knows of the mailbox it has selected. Sequence numbers are positions in `view`, from 1. */
export interface Selection {
  name: string;
  mailbox: Mailbox;
  readOnly: boolean;
  view: number[];
  recent: Set<number>;
  toldChanges: number;
}

const unsentLimitBytes = 1 << 20;
const byeLingerMilliseconds = 500;

/** One client's connection: its user, its selected mailbox and what it has been told. */
export class ImapSession {
  readonly reader: SocketReader;
  readonly socket: Socket;
  user: string | null = null;
  mailboxes: UserMailboxes | null = null;
  selection: Selection | null = null;
  ending = false;
  idling = false;

  constructor(socket: Socket) {
    this.socket = socket;
    this.reader = new SocketReader(socket);
  }

  /** Sends one untagged or tagged line, or pieces of one when it holds bytes. Strings go out as latin1. */
  send(...pieces: (string | Buffer)[]): void {
    if (!this.socket.writable) return;
    this.socket.write(Buffer.concat([...pieces.map(toBytes), lineEnd]));
  }

  /** Waits until the client has read most of what was sent, so that a large fetch does not pile up in memory. */
  async drained(): Promise<void> {
    if (this.socket.writableLength < unsentLimitBytes || this.socket.destroyed) return;
    const { socket } = this;
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        socket.off('drain', goOn).off('close', goOn);
        resolve();
      };
      socket.on('drain', goOn).on('close', goOn);
    });
  }

  /** Ends the connection as a server does that cannot go on (RFC 3501, 7.1.5). */
  bye(reason: string): void {
    this.ending = true;
    this.send(`* BYE ${reason}`);
    this.socket.end();
    // Not at once: a client that is still sending would be reset before it could read the BYE.
    setTimeout(() => this.socket.destroy(), byeLingerMilliseconds).unref();
  }

  select(name: string, mailbox: Mailbox, readOnly: boolean): Selection {
    this.unselect();
    const view = mailbox.uids;
    const recent = new Set(view.filter((uid) => uid >= mailbox.firstRecentUid));
    if (!readOnly) mailbox.firstRecentUid = mailbox.uidNext;
    this.selection = { name, mailbox, readOnly, view, recent, toldChanges: mailbox.changeCount };
    mailbox.on('changed', this.onChanged);
    mailbox.on('gone', this.onGone);
    return this.selection;
  }

  unselect(): void {
    this.selection?.mailbox.off('changed', this.onChanged);
    this.selection?.mailbox.off('gone', this.onGone);
    this.selection = null;
  }

  /**
   * Tells the client what changed since it was last told: EXPUNGE, EXISTS, FETCH FLAGS (RFC 3501, 7.3 and 7.4).
   * Expunges must wait while sequence numbers are in use: after FETCH, STORE and SEARCH without UID (7.4.1).
   */
  tellChanges(options: { expunges: boolean }): void {
    const { selection } = this;
    if (!selection) return;
    if (options.expunges) this.tellExpunges(selection);
    const known = selection.view.at(-1) ?? 0;
    const fresh = selection.mailbox.uids.filter((uid) => uid > known);
    if (fresh.length > 0) this.tellArrivals(selection, fresh);
    const from = selection.toldChanges;
    selection.toldChanges = selection.mailbox.changeCount;
    if (selection.toldChanges === from) return;
    selection.view.forEach((uid, position) => {
      const mail = selection.mailbox.get(uid);
      if (mail && mail.changed > from && mail.changedBy !== this)
        this.send(`* ${position + 1} FETCH (UID ${uid} FLAGS ${this.flagList(mail)})`);
    });
  }

  /** The flags as this session sees them: \Recent belongs to one session only. */
  flagList(mail: StoredMail): string {
    return `(${[...mail.flags, ...(this.selection?.recent.has(mail.uid) ? ['\\Recent'] : [])].join(' ')})`;
  }

  private tellExpunges(selection: Selection): void {
    for (let position = selection.view.length; position >= 1; position -= 1) {
      if (selection.mailbox.get(selection.view[position - 1] ?? 0)) continue;
      selection.view.splice(position - 1, 1);
      this.send(`* ${position} EXPUNGE`);
    }
  }

  private tellArrivals(selection: Selection, fresh: number[]): void {
    selection.view.push(...fresh);
    for (const uid of fresh) if (uid >= selection.mailbox.firstRecentUid) selection.recent.add(uid);
    if (!selection.readOnly) selection.mailbox.firstRecentUid = selection.mailbox.uidNext;
    this.send(`* ${selection.view.length} EXISTS`);
    this.send(`* ${selection.recent.size} RECENT`);
  }

  private readonly onChanged = (): void => {
    if (this.idling) this.tellChanges({ expunges: true });
  };

  private readonly onGone = (): void => {
    this.bye('Selected mailbox was deleted, have to disconnect.');
  };
}

const lineEnd = Buffer.from('\r\n');

function toBytes(piece: string | Buffer): Buffer {
  return typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece;
}
