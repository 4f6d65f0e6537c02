import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Mailbox } from './mailbox.ts';

const readyFolder = /^(.+),(\d+)$/;

/**
 * The mailboxes of one user. Each lies in a folder NAME,UIDVALIDITY; one that is being made has a name without
 * a comma until it is whole, so a kill leaves either the old mailbox or the new.
 */
export class UserMailboxes {
  private readonly directory: string;
  private readonly nextUidValidity: () => number;
  private readonly mailboxes = new Map<string, Mailbox>();

  constructor(directory: string, nextUidValidity: () => number) {
    mkdirSync(directory, { recursive: true });
    this.directory = directory;
    this.nextUidValidity = nextUidValidity;
    for (const [name, folder] of newestFolders(directory))
      this.mailboxes.set(name, new Mailbox(join(directory, folder)));
    if (!this.mailboxes.has('INBOX')) this.create('INBOX');
  }

  get names(): string[] {
    return [...this.mailboxes.keys()].sort();
  }

  get inbox(): Mailbox {
    const inbox = this.mailboxes.get('INBOX');
    if (!inbox) throw new Error(`${this.directory} has no INBOX`);
    return inbox;
  }

  get(name: string): Mailbox | undefined {
    return this.mailboxes.get(canonicalName(name));
  }

  create(name: string): Mailbox {
    return this.place(canonicalName(name), () => {});
  }

  delete(name: string): void {
    const mailbox = this.get(name);
    if (!mailbox) return;
    this.mailboxes.delete(canonicalName(name));
    rmSync(mailbox.directory, { recursive: true, force: true });
    mailbox.end();
  }

  /** A copy under a new UIDVALIDITY with uids from 1, as after a server is restored from a backup; the old one ends. */
  recreate(name: string): Mailbox {
    const old = this.get(name);
    if (!old) throw new Error(`no mailbox ${name}`);
    const fresh = this.place(canonicalName(name), (mailbox) => {
      for (const mail of old.all()) mailbox.add(old.read(mail.uid), mail);
    });
    rmSync(old.directory, { recursive: true, force: true });
    old.end();
    return fresh;
  }

  rename(from: string, to: string): void {
    const old = this.get(from);
    if (!old) return;
    const folder = join(this.directory, `${encodeURIComponent(canonicalName(to))},${old.uidValidity}`);
    renameSync(old.directory, folder);
    this.mailboxes.delete(canonicalName(from));
    this.mailboxes.set(canonicalName(to), new Mailbox(folder));
    old.end();
  }

  private place(name: string, fill: (mailbox: Mailbox) => void): Mailbox {
    const making = join(this.directory, `making-${randomUUID()}`);
    const uidValidity = this.nextUidValidity();
    fill(Mailbox.make(making, uidValidity));
    const folder = join(this.directory, `${encodeURIComponent(name)},${uidValidity}`);
    renameSync(making, folder);
    const mailbox = new Mailbox(folder);
    mailbox.firstRecentUid = 1;
    this.mailboxes.set(name, mailbox);
    return mailbox;
  }
}

/** INBOX is the one name that knows no case (RFC 3501, 5.1). */
function canonicalName(name: string): string {
  return name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
}

function newestFolders(directory: string): Map<string, string> {
  const newest = new Map<string, { folder: string; uidValidity: number }>();
  const removable: string[] = [];
  for (const folder of readdirSync(directory)) {
    const [, name, validity] = readyFolder.exec(folder) ?? [];
    const uidValidity = Number(validity);
    const other = name === undefined ? undefined : newest.get(name);
    if (name === undefined || (other && other.uidValidity > uidValidity)) {
      removable.push(folder);
      continue;
    }
    if (other) removable.push(other.folder);
    newest.set(name, { folder, uidValidity });
  }
  for (const folder of removable) rmSync(join(directory, folder), { recursive: true, force: true });
  return new Map([...newest].map(([name, { folder }]) => [decodeURIComponent(name), folder]));
}
