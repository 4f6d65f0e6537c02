import { ImapRefusal, type ImapCommand, type ImapHandler } from '../command.ts';
import { textOf } from '../tokens.ts';
import { capabilities } from './general-commands.ts';

const lineLimitBytes = 65_536;
/** Between the fields of a token response (RFC 7628, 3.1: kvsep). */
const separator = '\u0001';
const failed = 'NO [AUTHENTICATIONFAILED] Authentication failed.';

type Mechanism = (command: ImapCommand, response: string) => Promise<string> | string;

/** LOGIN (RFC 3501, 6.2.3) and AUTHENTICATE with PLAIN (RFC 4616), XOAUTH2 and OAUTHBEARER (RFC 7628). */
export const loginCommands: Record<string, ImapHandler> = {
  LOGIN: {
    needs: 'nothing',
    run: (command) => withPassword(command, utf8(textOf(command.arguments[0])), utf8(textOf(command.arguments[1]))),
  },
  AUTHENTICATE: {
    needs: 'nothing',
    async run(command) {
      if (command.session.user !== null) throw new ImapRefusal('BAD Already authenticated');
      const mechanism = mechanisms[textOf(command.arguments[0]).toUpperCase()];
      if (!mechanism) throw new ImapRefusal('NO [CANNOT] Unsupported authentication mechanism.');
      return mechanism(command, await initialResponse(command));
    },
  },
};

const mechanisms: Record<string, Mechanism> = {
  PLAIN(command, response) {
    const [, user, password] = response.split('\0');
    if (user === undefined || password === undefined) throw new ImapRefusal(failed);
    return withPassword(command, user, password);
  },
  XOAUTH2(command, response) {
    const [first = '', ...rest] = response.split(separator);
    const user = first.startsWith('user=') ? first.slice('user='.length) : '';
    return withToken(command, { user, fields: rest, refusalStatus: '401' });
  },
  OAUTHBEARER(command, response) {
    const [first = '', ...rest] = response.split(separator);
    const user = /^n,a=([^,]*),$/.exec(first)?.[1]?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? '';
    return withToken(command, { user, fields: rest, refusalStatus: 'invalid_token' });
  },
};

/** The response sent with the command (SASL-IR, RFC 4959), or asked for by an empty challenge. */
async function initialResponse(command: ImapCommand): Promise<string> {
  const given = command.arguments[1];
  return given ? fromBase64(textOf(given)) : challenge(command, '');
}

async function challenge(command: ImapCommand, text: string): Promise<string> {
  command.session.send(`+ ${text}`);
  const line = await command.session.reader.line(lineLimitBytes);
  if (line === null || line.toString() === '*') throw new ImapRefusal('BAD Authentication aborted');
  return fromBase64(line.toString());
}

function withPassword(command: ImapCommand, user: string, password: string): string {
  return command.accounts.passwordOpens(user, password) ? enter(command, user) : failed;
}

interface TokenLogin {
  user: string;
  /** `name=value`, as they stood between the separators. */
  fields: string[];
  refusalStatus: string;
}

/** A refused token is explained in a base64 JSON challenge, which the client answers before it gets its NO (RFC 7628, 3.2.3). */
async function withToken(command: ImapCommand, { user, fields, refusalStatus }: TokenLogin): Promise<string> {
  const [, token = ''] = /^auth=Bearer (.+)$/i.exec(fields.find((field) => field.startsWith('auth=')) ?? '') ?? [];
  if (command.accounts.tokenOpens(user, token)) return enter(command, user);
  const refusal = { status: refusalStatus, schemes: 'bearer', scope: 'https://mail.google.com/' };
  await challenge(command, Buffer.from(JSON.stringify(refusal)).toString('base64'));
  return failed;
}

function enter(command: ImapCommand, user: string): string {
  if (command.session.user !== null) throw new ImapRefusal('BAD Already authenticated');
  command.session.user = user;
  command.session.mailboxes = command.store.of(user);
  return `OK [CAPABILITY ${capabilities}] Logged in`;
}

function fromBase64(text: string): string {
  return Buffer.from(text === '=' ? '' : text, 'base64').toString('utf8');
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
