import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MailIndex, type IndexedMail } from './mail-index.ts';
import { withNetworkLineEnds } from './line-ends.ts';
import { writeWhole } from '../../platform/write-whole.ts';

export interface StoredMail extends IndexedMail {
  /** The mailbox's change number when the flags last moved, and who moved them: other sessions are told, that one not. */
  changed: number;
  changedBy: object | null;
}

/** One mailbox in one folder: `index.jsonl` and a file `UID.eml` for each mail. Emits `changed`, and `gone` when it ends. */
export class Mailbox extends EventEmitter {
  readonly uidValidity: number;
  readonly directory: string;
  /** Mails from here on were seen by no session yet: they are \Recent for the first that selects (RFC 3501, 2.3.2). */
  firstRecentUid: number;
  changeCount = 0;
  private readonly index: MailIndex;
  private readonly mails = new Map<number, StoredMail>();
  private nextUid: number;

  /** Opens the mailbox that `Mailbox.make` left in this folder. */
  constructor(directory: string) {
    super();
    this.setMaxListeners(0);
    this.directory = directory;
    this.index = new MailIndex(join(directory, 'index.jsonl'));
    const content = this.index.open();
    this.uidValidity = content.uidValidity;
    this.nextUid = content.uidNext;
    this.firstRecentUid = content.uidNext;
    for (const mail of content.mails) this.mails.set(mail.uid, { ...mail, changed: 0, changedBy: null });
  }

  static make(directory: string, uidValidity: number): Mailbox {
    mkdirSync(directory, { recursive: true });
    new MailIndex(join(directory, 'index.jsonl')).create({ uidValidity, uidNext: 1, mails: [] });
    return new Mailbox(directory);
  }

  get uidNext(): number {
    return this.nextUid;
  }

  get uids(): number[] {
    return [...this.mails.keys()];
  }

  get size(): number {
    return this.mails.size;
  }

  all(): IterableIterator<StoredMail> {
    return this.mails.values();
  }

  get(uid: number): StoredMail | undefined {
    return this.mails.get(uid);
  }

  read(uid: number): Buffer {
    return readFileSync(this.fileOf(uid));
  }

  /** Stores a mail whole before its index line: a kill between the two leaves a file nobody sees, overwritten later. */
  add(raw: Buffer, options: { flags?: readonly string[]; receivedAt?: number } = {}): StoredMail {
    const bytes = withNetworkLineEnds(raw);
    const mail: StoredMail = {
      uid: this.nextUid,
      flags: [...new Set(options.flags)],
      receivedAt: options.receivedAt ?? Date.now(),
      sizeBytes: bytes.length,
      changed: this.changeCount,
      changedBy: null,
    };
    writeWhole(this.fileOf(mail.uid), bytes);
    this.index.save([indexed(mail)]);
    this.nextUid += 1;
    this.mails.set(mail.uid, mail);
    this.emit('changed');
    return mail;
  }

  setFlags(uids: readonly number[], by: object | null, change: (flags: string[]) => string[]): void {
    const touched: StoredMail[] = [];
    for (const uid of uids) {
      const mail = this.mails.get(uid);
      if (!mail) continue;
      const flags = [...new Set(change(mail.flags))];
      if (flags.length === mail.flags.length && flags.every((flag) => mail.flags.includes(flag))) continue;
      this.changeCount += 1;
      Object.assign(mail, { flags, changed: this.changeCount, changedBy: by });
      touched.push(mail);
    }
    if (touched.length === 0) return;
    this.index.save(touched.map(indexed));
    this.emit('changed');
  }

  expunge(uids: readonly number[]): void {
    const present = uids.filter((uid) => this.mails.has(uid));
    if (present.length === 0) return;
    this.index.remove(present);
    for (const uid of present) {
      this.mails.delete(uid);
      rmSync(this.fileOf(uid), { force: true });
    }
    this.emit('changed');
  }

  /** Tells every session that has it selected that it is no more. */
  end(): void {
    this.emit('gone');
  }

  private fileOf(uid: number): string {
    return join(this.directory, `${uid}.eml`);
  }
}

function indexed(mail: StoredMail): IndexedMail {
  return { uid: mail.uid, flags: mail.flags, receivedAt: mail.receivedAt, sizeBytes: mail.sizeBytes };
}
