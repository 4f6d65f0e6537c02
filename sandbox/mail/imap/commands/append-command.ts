import { mailboxesOf, ImapRefusal, type ImapHandler } from '../command.ts';
import { readInternalDate } from '../format.ts';
import { itemsOf, textOf, type Token } from '../tokens.ts';

/** APPEND with flags and date, answered with the uid it got (RFC 3501, 6.3.11; RFC 4315, 3). */
export const appendCommand: Record<string, ImapHandler> = {
  APPEND: {
    needs: 'login',
    run(command) {
      const [name, ...rest] = command.arguments;
      const raw = rest.pop();
      if (raw?.kind !== 'string') throw new ImapRefusal('BAD Missing message');
      const mailbox = mailboxesOf(command).get(textOf(name));
      if (!mailbox) throw new ImapRefusal(`NO [TRYCREATE] Mailbox doesn't exist: ${textOf(name)}`);
      const mail = mailbox.add(raw.bytes, readOptions(rest));
      return `OK [APPENDUID ${mailbox.uidValidity} ${mail.uid}] Append completed.`;
    },
  },
};

function readOptions(tokens: Token[]): { flags?: string[]; receivedAt?: number } {
  const flags = tokens[0]?.kind === 'list' ? itemsOf(tokens[0]).map(textOf) : undefined;
  const dateToken = tokens[flags ? 1 : 0];
  if (!dateToken) return { flags };
  const receivedAt = readInternalDate(textOf(dateToken));
  if (receivedAt === null) throw new ImapRefusal('BAD Invalid internal date.');
  return { flags, receivedAt };
}
