import { mailboxesOf, ImapRefusal, type ImapCommand, type ImapHandler } from '../command.ts';
import { astring } from '../format.ts';
import { itemsOf, textOf } from '../tokens.ts';

/** What is done to mailboxes from outside (RFC 3501, 6.3.3 to 6.3.10). Every mailbox counts as subscribed. */
export const folderCommands: Record<string, ImapHandler> = {
  LIST: { needs: 'login', run: (command) => list(command, 'LIST') },
  LSUB: { needs: 'login', run: (command) => list(command, 'LSUB') },
  SUBSCRIBE: { needs: 'login', run: () => 'OK Subscribe completed.' },
  UNSUBSCRIBE: { needs: 'login', run: () => 'OK Unsubscribe completed.' },
  STATUS: { needs: 'login', run: status },
  CREATE: {
    needs: 'login',
    run(command) {
      const name = textOf(command.arguments[0]).replace(/\/$/, '');
      if (mailboxesOf(command).get(name)) throw new ImapRefusal('NO [ALREADYEXISTS] Mailbox already exists');
      mailboxesOf(command).create(name);
      return 'OK Create completed.';
    },
  },
  DELETE: {
    needs: 'login',
    run(command) {
      const name = existing(command, 0);
      if (name.toUpperCase() === 'INBOX') throw new ImapRefusal("NO [CANNOT] INBOX can't be deleted.");
      if (command.session.selection?.mailbox === mailboxesOf(command).get(name)) command.session.unselect();
      mailboxesOf(command).delete(name);
      return 'OK Delete completed.';
    },
  },
  RENAME: {
    needs: 'login',
    run(command) {
      const from = existing(command, 0);
      const to = textOf(command.arguments[1]);
      if (from.toUpperCase() === 'INBOX') throw new ImapRefusal("NO [CANNOT] Renaming INBOX isn't supported.");
      if (mailboxesOf(command).get(to)) throw new ImapRefusal('NO [ALREADYEXISTS] Target mailbox already exists');
      mailboxesOf(command).rename(from, to);
      return 'OK Rename completed.';
    },
  },
};

function existing(command: ImapCommand, position: number): string {
  const name = textOf(command.arguments[position]);
  if (!mailboxesOf(command).get(name)) throw new ImapRefusal(`NO [NONEXISTENT] Mailbox doesn't exist: ${name}`);
  return name;
}

function list(command: ImapCommand, answer: 'LIST' | 'LSUB'): string {
  const pattern = textOf(command.arguments[0]) + textOf(command.arguments[1]);
  if (pattern === '') command.session.send(`* ${answer} (\\Noselect) "/" ""`);
  const wanted = new RegExp(
    `^${pattern
      .split(/([*%])/)
      .map(toExpression)
      .join('')}$`,
    'i',
  );
  const { names } = mailboxesOf(command);
  for (const name of names.filter((each) => wanted.test(each))) {
    const children = names.some((other) => other.startsWith(`${name}/`)) ? '\\HasChildren' : '\\HasNoChildren';
    command.session.send(`* ${answer} (${children}) "/" ${astring(name)}`);
  }
  return `OK ${answer} completed.`;
}

/** `*` matches anything, `%` anything up to the next level. */
function toExpression(piece: string): string {
  if (piece === '*') return '.*';
  return piece === '%' ? '[^/]*' : piece.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function status(command: ImapCommand): string {
  const name = existing(command, 0);
  const mailbox = mailboxesOf(command).get(name);
  if (!mailbox) throw new ImapRefusal('NO [NONEXISTENT] Mailbox is gone');
  const unseen = (): number => [...mailbox.all()].filter((mail) => !mail.flags.includes('\\Seen')).length;
  const figures: Record<string, () => number> = {
    MESSAGES: () => mailbox.size,
    RECENT: () => mailbox.uids.filter((uid) => uid >= mailbox.firstRecentUid).length,
    UIDNEXT: () => mailbox.uidNext,
    UIDVALIDITY: () => mailbox.uidValidity,
    UNSEEN: unseen,
  };
  const answers = itemsOf(command.arguments[1]).map((item) => {
    const figure = textOf(item).toUpperCase();
    if (!figures[figure]) throw new ImapRefusal(`BAD Unknown status item ${figure}`);
    return `${figure} ${figures[figure]()}`;
  });
  command.session.send(`* STATUS ${astring(name)} (${answers.join(' ')})`);
  return 'OK Status completed.';
}
