import type { Accounts } from '../accounts.ts';
import type { MailStore } from '../store/mail-store.ts';
import { ImapRefusal, type ImapAnswer, type ImapHandler } from './command.ts';
import { commandsByUid, commandTable } from './commands/command-table.ts';
import type { ImapSession } from './session.ts';
import { parseTokens, textOf, type RawCommand, type Token } from './tokens.ts';

export interface CommandContext {
  session: ImapSession;
  store: MailStore;
  accounts: Accounts;
}

interface Request {
  tag: string;
  name: string;
  byUid: boolean;
  arguments: Token[];
}

/** Runs one command and sends what changed and the tagged answer. Returns the command's name for counting. */
export async function runCommand(raw: RawCommand, context: CommandContext): Promise<string> {
  const request = readRequest(raw);
  if (!request) {
    context.session.send('* BAD Error in IMAP command: tag or name missing.');
    return 'INVALID';
  }
  const answer = await answerTo(request, context);
  // Sequence numbers stay as they are while a client may still be counting on them (RFC 3501, 7.4.1).
  const numbersInUse = !request.byUid && ['FETCH', 'STORE', 'SEARCH'].includes(request.name);
  context.session.tellChanges({ expunges: !numbersInUse });
  context.session.send(`${request.tag} ${answer}`);
  return request.byUid ? `UID ${request.name}` : request.name;
}

function readRequest(raw: RawCommand): Request | null {
  const [tag = '', first = ''] = (raw.lines[0] ?? '').split(' ');
  if (!/^[^\s(){%*"\\+]+$/.test(tag) || first === '') return null;
  try {
    const [, name, ...rest] = parseTokens(raw);
    const isUid = textOf(name).toUpperCase() === 'UID';
    if (!isUid) return { tag, name: textOf(name).toUpperCase(), byUid: false, arguments: rest };
    return { tag, name: textOf(rest[0]).toUpperCase(), byUid: true, arguments: rest.slice(1) };
  } catch {
    return { tag, name: 'INVALID', byUid: false, arguments: [] };
  }
}

async function answerTo(request: Request, context: CommandContext): Promise<ImapAnswer> {
  const handler = commandTable.get(request.name);
  if (!handler || (request.byUid && !commandsByUid.has(request.name)))
    return 'BAD Error in IMAP command: unknown or malformed.';
  const refusal = stateRefusal(handler, context.session);
  if (refusal) return refusal;
  try {
    return await handler.run({ ...request, ...context });
  } catch (error) {
    if (error instanceof ImapRefusal) return error.answer;
    return `BAD Error in IMAP command ${request.name}: ${(error as Error).message}`;
  }
}

function stateRefusal(handler: ImapHandler, session: ImapSession): ImapAnswer | null {
  if (handler.needs !== 'nothing' && session.user === null) return 'BAD Error in IMAP command: not logged in.';
  return handler.needs === 'selection' && !session.selection ? 'BAD No mailbox selected.' : null;
}
