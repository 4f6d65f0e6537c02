import type { Mailbox } from '../../store/mailbox.ts';
import { chosenMails } from '../chosen-mails.ts';
import {
  ImapRefusal,
  mailboxesOf,
  selectionOf,
  writableSelectionOf,
  type ImapCommand,
  type ImapHandler,
} from '../command.ts';
import { textOf } from '../tokens.ts';

/** COPY with COPYUID (RFC 4315, 3) and MOVE (RFC 6851), each by sequence number or uid. */
export const copyCommands: Record<string, ImapHandler> = {
  COPY: {
    needs: 'selection',
    run(command) {
      const copied = copy(command);
      return copied ? `OK ${copied.code} Copy completed.` : 'OK No messages copied.';
    },
  },
  MOVE: {
    needs: 'selection',
    run(command) {
      const { mailbox } = writableSelectionOf(command);
      const copied = copy(command);
      if (!copied) return 'OK No messages moved.';
      command.session.send(`* OK ${copied.code} Moved UIDs.`);
      mailbox.expunge(copied.uids);
      command.session.tellChanges({ expunges: true });
      return 'OK Move completed.';
    },
  },
};

function copy(command: ImapCommand): { uids: number[]; code: string } | null {
  const source = selectionOf(command).mailbox;
  const target = targetOf(command);
  const uids = chosenMails(command)
    .map((each) => each.uid)
    .filter((uid) => source.get(uid));
  if (uids.length === 0) return null;
  const copies = uids.map((uid) => target.add(source.read(uid), source.get(uid)).uid);
  return { uids, code: `[COPYUID ${target.uidValidity} ${uids.join(',')} ${copies.join(',')}]` };
}

function targetOf(command: ImapCommand): Mailbox {
  const name = textOf(command.arguments[1]);
  const target = mailboxesOf(command).get(name);
  if (!target) throw new ImapRefusal(`NO [TRYCREATE] Mailbox doesn't exist: ${name}`);
  return target;
}
