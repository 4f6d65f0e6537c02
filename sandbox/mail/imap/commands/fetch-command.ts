import type { ChosenMail } from '../chosen-mails.ts';
import { chosenMails } from '../chosen-mails.ts';
import { ImapRefusal, selectionOf, type ImapCommand, type ImapHandler } from '../command.ts';
import { FetchedMail } from '../fetched-mail.ts';
import { readFetchItems, type FetchItem } from '../fetch-items.ts';

/** FETCH and UID FETCH (RFC 3501, 6.4.5 and 7.4.2). */
export const fetchCommand: Record<string, ImapHandler> = {
  FETCH: {
    needs: 'selection',
    async run(command) {
      const items = readFetchItems(command.arguments[1]);
      if (command.byUid && !items.some((item) => item.name === 'UID')) items.unshift({ name: 'UID', label: 'UID' });
      const chosen = chosenMails(command);
      const newlySeen = items.some((item) => item.marksSeen) ? markSeen(command, chosen) : new Set<number>();
      let missing = false;
      for (const each of chosen) {
        const wanted = newlySeen.has(each.uid) ? withFlags(items) : items;
        missing = !(await sendMail(command, each, wanted)) || missing;
      }
      return missing ? 'OK [EXPUNGEISSUED] Some messages were already expunged.' : 'OK Fetch completed.';
    },
  },
};

/** BODY[] sets \Seen, unless the mailbox is only examined; PEEK does not. Returns the mails that were unseen. */
function markSeen(command: ImapCommand, chosen: readonly ChosenMail[]): Set<number> {
  const { mailbox, readOnly } = selectionOf(command);
  const unseen = chosen.map((each) => each.uid).filter((uid) => mailbox.get(uid)?.flags.includes('\\Seen') === false);
  if (readOnly) return new Set();
  mailbox.setFlags(unseen, command.session, (flags) => [...flags, '\\Seen']);
  return new Set(unseen);
}

/** Flags that changed by the fetch are told with the mail (7.4.2), asked for or not. */
function withFlags(items: readonly FetchItem[]): readonly FetchItem[] {
  return items.some((item) => item.name === 'FLAGS') ? items : [...items, { name: 'FLAGS', label: 'FLAGS' }];
}

async function sendMail(command: ImapCommand, chosen: ChosenMail, items: readonly FetchItem[]): Promise<boolean> {
  const { session } = command;
  const { mailbox } = selectionOf(command);
  const mail = mailbox.get(chosen.uid);
  if (!mail) {
    sendNothing(command, chosen, items);
    return false;
  }
  const fetched = new FetchedMail(mail, () => mailbox.read(chosen.uid));
  const answers = items.flatMap((item) => [` ${item.label} `, ...fetched.answer(item, session.flagList(mail))]);
  session.send(`* ${chosen.sequence} FETCH (`, ...withoutFirstBlank(answers), ')');
  await session.drained();
  if (session.socket.destroyed) throw new ImapRefusal('BAD Client is gone');
  return true;
}

/** A mail another client expunged still has its number here; what it held is NIL, as Dovecot answers too. */
function sendNothing({ session }: ImapCommand, { uid, sequence }: ChosenMail, items: readonly FetchItem[]): void {
  const told = items.filter((item) => item.name === 'UID' || item.name === 'BODY[]');
  const answers = told.map((item) => `${item.label} ${item.name === 'UID' ? uid : 'NIL'}`);
  if (answers.length > 0) session.send(`* ${sequence} FETCH (${answers.join(' ')})`);
}

function withoutFirstBlank([first, ...rest]: (string | Buffer)[]): (string | Buffer)[] {
  return typeof first === 'string' ? [first.trimStart(), ...rest] : rest;
}
