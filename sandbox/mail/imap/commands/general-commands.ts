import type { ImapHandler } from '../command.ts';

export const capabilities =
  'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER';

export const generalCommands: Record<string, ImapHandler> = {
  CAPABILITY: {
    needs: 'nothing',
    run({ session }) {
      session.send(`* CAPABILITY ${capabilities}`);
      return 'OK Pre-login capabilities listed, post-login capabilities the same.';
    },
  },
  ID: {
    needs: 'nothing',
    run({ session }) {
      session.send('* ID ("name" "Deskhand mail sandbox")');
      return 'OK ID completed.';
    },
  },
  /** RFC 5161: naming an extension the server does not have is no error. */
  ENABLE: {
    needs: 'login',
    run({ session }) {
      session.send('* ENABLED');
      return 'OK Enabled.';
    },
  },
  NAMESPACE: {
    needs: 'login',
    run({ session }) {
      session.send('* NAMESPACE (("" "/")) NIL NIL');
      return 'OK Namespace completed.';
    },
  },
  NOOP: { needs: 'nothing', run: () => 'OK NOOP completed.' },
  CHECK: { needs: 'selection', run: () => 'OK Check completed.' },
  LOGOUT: {
    needs: 'nothing',
    run({ session }) {
      session.ending = true;
      session.send('* BYE Logging out');
      return 'OK Logout completed.';
    },
  },
};
