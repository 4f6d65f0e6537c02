import { ImapRefusal, selectionOf, type ImapHandler } from '../command.ts';
import { readSearch } from '../search-criteria.ts';
import { textOf, type Token } from '../tokens.ts';

/** SEARCH and UID SEARCH (RFC 3501, 6.4.4). */
export const searchCommand: Record<string, ImapHandler> = {
  SEARCH: {
    needs: 'selection',
    run(command) {
      const selection = selectionOf(command);
      const test = readSearch(withoutCharset(command.arguments), selection);
      const found = selection.view.flatMap((uid, position) => {
        const mail = selection.mailbox.get(uid);
        if (!mail || !test({ mail, sequence: position + 1, read: () => selection.mailbox.read(uid) })) return [];
        return [command.byUid ? uid : position + 1];
      });
      command.session.send(['* SEARCH', ...found].join(' '));
      return 'OK Search completed.';
    },
  },
};

function withoutCharset(tokens: Token[]): Token[] {
  const first = tokens[0];
  if (first?.kind !== 'atom' || first.text.toUpperCase() !== 'CHARSET') return tokens;
  if (!['UTF-8', 'US-ASCII'].includes(textOf(tokens[1]).toUpperCase()))
    throw new ImapRefusal('NO [BADCHARSET (UTF-8 US-ASCII)] Unknown charset');
  return tokens.slice(2);
}
