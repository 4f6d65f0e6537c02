import type { Accounts } from '../accounts.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { ImapSession, Selection } from './session.ts';
import type { Token } from './tokens.ts';

/** One command as a handler gets it. */
export interface ImapCommand {
  tag: string;
  /** In capitals, without the UID before it. */
  name: string;
  /** Whether it came as UID FETCH, UID STORE ... */
  byUid: boolean;
  arguments: Token[];
  session: ImapSession;
  store: MailStore;
  accounts: Accounts;
}

/** The tagged answer without its tag: `OK ...`, `NO ...` or `BAD ...`. */
export type ImapAnswer = string;

export interface ImapHandler {
  /** The least state of the session in which it may be used (RFC 3501, 3). */
  needs: 'nothing' | 'login' | 'selection';
  run(command: ImapCommand): ImapAnswer | Promise<ImapAnswer>;
}

/** Stops a command with `NO text` (refused) or `BAD text` (wrong). */
export class ImapRefusal extends Error {
  readonly answer: ImapAnswer;

  constructor(answer: ImapAnswer) {
    super(answer);
    this.answer = answer;
  }
}

/** The selected mailbox; the table of commands has made sure that there is one. */
export function selectionOf(command: ImapCommand): Selection {
  if (!command.session.selection) throw new ImapRefusal('BAD No mailbox selected');
  return command.session.selection;
}

export function writableSelectionOf(command: ImapCommand): Selection {
  const selection = selectionOf(command);
  if (selection.readOnly) throw new ImapRefusal('NO [READ-ONLY] Mailbox is read-only');
  return selection;
}

export function mailboxesOf(command: ImapCommand): NonNullable<ImapSession['mailboxes']> {
  if (!command.session.mailboxes) throw new ImapRefusal('BAD Not logged in');
  return command.session.mailboxes;
}
