import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mailboxUser } from './mailbox-user.ts';
import type { SandboxState } from './sandbox-state.ts';
import { UserMailboxes } from './user-mailboxes.ts';

/** All users' mailboxes below one folder. A user begins to exist with the first login or mail. */
export class MailStore {
  private readonly directory: string;
  private readonly state: SandboxState;
  private readonly users = new Map<string, UserMailboxes>();

  constructor(state: SandboxState) {
    this.state = state;
    this.directory = join(state.directory, 'mailboxes');
    mkdirSync(this.directory, { recursive: true });
  }

  get userNames(): string[] {
    return readdirSync(this.directory).map(decodeURIComponent).sort();
  }

  has(addressOrLogin: string): boolean {
    return existsSync(this.folderOf(mailboxUser(addressOrLogin)));
  }

  of(addressOrLogin: string): UserMailboxes {
    const user = mailboxUser(addressOrLogin);
    const known = this.users.get(user);
    if (known) return known;
    const opened = new UserMailboxes(this.folderOf(user), () => this.state.nextUidValidity());
    this.users.set(user, opened);
    return opened;
  }

  private folderOf(user: string): string {
    // A dot would climb out of the folder; encodeURIComponent leaves it alone.
    return join(this.directory, encodeURIComponent(user).replaceAll('.', '%2E'));
  }
}
