import { chosenMails } from '../chosen-mails.ts';
import { writableSelectionOf, type ImapHandler } from '../command.ts';

/** EXPUNGE (RFC 3501, 6.4.3), and UID EXPUNGE that touches only the uids named (RFC 4315, 2.1). */
export const expungeCommand: Record<string, ImapHandler> = {
  EXPUNGE: {
    needs: 'selection',
    run(command) {
      const { mailbox, view } = writableSelectionOf(command);
      const among = command.byUid ? chosenMails(command).map((each) => each.uid) : view;
      mailbox.expunge(among.filter((uid) => mailbox.get(uid)?.flags.includes('\\Deleted')));
      command.session.tellChanges({ expunges: true });
      return 'OK Expunge completed.';
    },
  },
};
