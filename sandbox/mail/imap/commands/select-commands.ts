import { mailboxesOf, ImapRefusal, selectionOf, type ImapCommand, type ImapHandler } from '../command.ts';
import { textOf } from '../tokens.ts';

const systemFlags = '\\Answered \\Flagged \\Deleted \\Seen \\Draft';

/** Which mailbox is open (RFC 3501, 6.3.1, 6.3.2, 6.4.2; UNSELECT: RFC 3691). */
export const selectCommands: Record<string, ImapHandler> = {
  SELECT: { needs: 'login', run: (command) => open(command, false) },
  EXAMINE: { needs: 'login', run: (command) => open(command, true) },
  UNSELECT: {
    needs: 'selection',
    run({ session }) {
      session.unselect();
      return 'OK Unselect completed.';
    },
  },
  /** Closing expunges silently what is marked deleted, unless the mailbox was only examined. */
  CLOSE: {
    needs: 'selection',
    run(command) {
      const { mailbox, readOnly } = selectionOf(command);
      command.session.unselect();
      if (!readOnly)
        mailbox.expunge([...mailbox.all()].filter((mail) => mail.flags.includes('\\Deleted')).map((mail) => mail.uid));
      return 'OK Close completed.';
    },
  },
};

function open(command: ImapCommand, readOnly: boolean): string {
  const { session } = command;
  const name = textOf(command.arguments[0]);
  const mailbox = mailboxesOf(command).get(name);
  // A failed SELECT leaves no mailbox selected (6.3.1).
  session.unselect();
  if (!mailbox) throw new ImapRefusal(`NO [NONEXISTENT] Mailbox doesn't exist: ${name}`);
  const { view, recent } = session.select(name, mailbox, readOnly);
  const keywords = new Set([...mailbox.all()].flatMap((mail) => mail.flags.filter((flag) => !flag.startsWith('\\'))));
  const flags = [systemFlags, ...keywords].join(' ');
  session.send(`* FLAGS (${flags})`);
  session.send(
    readOnly ? '* OK [PERMANENTFLAGS ()] Read-only mailbox.' : `* OK [PERMANENTFLAGS (${flags} \\*)] Flags permitted.`,
  );
  session.send(`* ${view.length} EXISTS`);
  session.send(`* ${recent.size} RECENT`);
  const unseen = view.findIndex((uid) => !mailbox.get(uid)?.flags.includes('\\Seen'));
  if (unseen !== -1) session.send(`* OK [UNSEEN ${unseen + 1}] First unseen.`);
  session.send(`* OK [UIDVALIDITY ${mailbox.uidValidity}] UIDs valid`);
  session.send(`* OK [UIDNEXT ${mailbox.uidNext}] Predicted next UID`);
  return readOnly ? 'OK [READ-ONLY] Examine completed.' : 'OK [READ-WRITE] Select completed.';
}
