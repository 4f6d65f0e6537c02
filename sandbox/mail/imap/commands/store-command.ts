import { chosenMails } from '../chosen-mails.ts';
import { ImapRefusal, writableSelectionOf, type ImapCommand, type ImapHandler } from '../command.ts';
import { itemsOf, textOf } from '../tokens.ts';

type FlagChange = (flags: string[]) => string[];

/** STORE and UID STORE (RFC 3501, 6.4.6). */
export const storeCommand: Record<string, ImapHandler> = {
  STORE: {
    needs: 'selection',
    run(command) {
      const { mailbox } = writableSelectionOf(command);
      const { change, silent } = readChange(command);
      const chosen = chosenMails(command);
      mailbox.setFlags(
        chosen.map((each) => each.uid),
        command.session,
        change,
      );
      for (const { uid, sequence } of silent ? [] : chosen) {
        const mail = mailbox.get(uid);
        const uidPart = command.byUid ? `UID ${uid} ` : '';
        if (mail) command.session.send(`* ${sequence} FETCH (${uidPart}FLAGS ${command.session.flagList(mail)})`);
      }
      return 'OK Store completed.';
    },
  },
};

function readChange(command: ImapCommand): { change: FlagChange; silent: boolean } {
  const [, sign, silent] = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(command.arguments[1])) ?? [];
  if (sign === undefined) throw new ImapRefusal('BAD Invalid STORE arguments');
  const list = command.arguments.slice(2).flatMap((token) => itemsOf(token).map((item) => canonicalFlag(textOf(item))));
  if (list.includes('\\Recent')) throw new ImapRefusal("BAD \\Recent can't be changed by a client");
  const changes: Record<string, FlagChange> = {
    '+': (flags) => [...flags, ...list],
    '-': (flags) => flags.filter((flag) => !list.includes(flag)),
    '': () => list,
  };
  return { change: changes[sign] ?? ((flags) => flags), silent: Boolean(silent) };
}

/** System flags know no case: \SEEN is \Seen. */
function canonicalFlag(flag: string): string {
  return flag.startsWith('\\') ? flag.slice(0, 2).toUpperCase() + flag.slice(2).toLowerCase() : flag;
}
