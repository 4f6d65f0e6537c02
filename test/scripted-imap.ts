import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A small IMAP server whose mailboxes and misbehaviour a test writes down, and which keeps every command it got. */
export type ScriptedMail = {
  uid: number;
  raw: string | Buffer;
  saysSize?: number;
  breaksFetch?: boolean;
  leftOut?: boolean;
};
export type ScriptedMailbox = { uidValidity: number; mails: ScriptedMail[]; hidesNextUid?: boolean };
export type ScriptedImap = {
  port: number;
  mailboxes: Record<string, ScriptedMailbox>;
  commands: string[];
  connections: () => number;
  /** Runs before each command; `drop` ends the connection, `hang` never answers. */
  before: (command: string) => 'drop' | 'hang' | undefined;
  accepts: { passwords: string[]; tokens: string[] };
  close: () => Promise<void>;
};

export async function startScriptedImap(mailboxes: Record<string, ScriptedMailbox>): Promise<ScriptedImap> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    serve(socket, imap);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const imap: ScriptedImap = {
    port: (server.address() as AddressInfo).port,
    mailboxes,
    commands: [],
    connections: () => sockets.size,
    before: () => undefined,
    accepts: { passwords: ['secret'], tokens: [] },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return imap;
}

function serve(socket: Socket, imap: ScriptedImap): void {
  let open: ScriptedMailbox | undefined;
  let rest = '';
  socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS] ready\r\n');
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('latin1')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [tag = '', ...words] = line.split(' ');
      const command = words.join(' ');
      imap.commands.push(command);
      const step = imap.before(command);
      if (step === 'drop') return void socket.destroy();
      if (step === 'hang') return;
      const verb = (words[0] === 'UID' ? `UID ${words[1]}` : (words[0] ?? '')).toUpperCase();
      if (verb === 'EXAMINE' || verb === 'SELECT') open = imap.mailboxes[command.replace(/^\S+ "?([^"]*)"?$/, '$1')];
      socket.write(answer(verb, command, open, imap).replaceAll('TAG', tag), 'latin1');
      if (verb === 'LOGOUT') socket.end();
    }
  });
}

function answer(verb: string, command: string, open: ScriptedMailbox | undefined, imap: ScriptedImap): string {
  if (verb === 'CAPABILITY') return '* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS\r\nTAG OK done\r\n';
  if (verb === 'LOGIN' || verb === 'AUTHENTICATE') return login(command, imap);
  if (verb === 'LIST') return '* LIST (\\Noselect) "/" ""\r\nTAG OK done\r\n';
  if (verb === 'EXAMINE' || verb === 'SELECT')
    return open ? examined(open) : 'TAG NO [NONEXISTENT] no such mailbox\r\n';
  if (verb === 'UID FETCH' && open) return fetched(command, open);
  if (verb === 'UID SEARCH' && open) {
    const asked = command.replace(/.*UID ([\d:,*]+).*/, '$1');
    return `* SEARCH ${chosen(asked, open)
      .map(({ uid }) => uid)
      .join(' ')}\r\nTAG OK done\r\n`;
  }
  return verb === 'LOGOUT' ? '* BYE\r\nTAG OK bye\r\n' : 'TAG OK done\r\n';
}

function login(command: string, imap: ScriptedImap): string {
  const initial = Buffer.from(command.split(' ').at(-1) ?? '', 'base64').toString();
  const isRight =
    imap.accepts.passwords.some((word) => command.includes(`"${word}"`) || initial.endsWith(`\0${word}`)) ||
    imap.accepts.tokens.some((token) => initial.includes(`Bearer ${token}`));
  return isRight ? 'TAG OK welcome\r\n' : 'TAG NO [AUTHENTICATIONFAILED] who are you, agent@example.com?\r\n';
}

function examined({ uidValidity, mails, hidesNextUid }: ScriptedMailbox): string {
  const next = Math.max(0, ...mails.map(({ uid }) => uid)) + 1;
  return `* ${mails.length} EXISTS\r\n* OK [UIDVALIDITY ${uidValidity}] valid\r\n${hidesNextUid ? '' : `* OK [UIDNEXT ${next}] next\r\n`}TAG OK [READ-ONLY] open\r\n`;
}

function fetched(command: string, open: ScriptedMailbox): string {
  const [, , set = '', ...query] = command.split(' ');
  const partial = /BODY\.PEEK\[\]<0\.(\d+)>/.exec(query.join(' '))?.[1];
  const mails = chosen(set, open);
  if (partial === undefined)
    return `${mails.map((mail) => row(open, mail, `INTERNALDATE "02-Nov-2026 10:00:00 +0300" RFC822.SIZE ${mail.saysSize ?? mail.raw.length}`)).join('')}TAG OK done\r\n`;
  if (mails.some((mail) => mail.breaksFetch)) return 'TAG NO [SERVERBUG] cannot read a mail\r\n';
  const rows = mails
    .filter((mail) => !mail.leftOut)
    .map((mail) => {
      const bytes = Buffer.from(mail.raw).subarray(0, Number(partial)).toString('latin1');
      return row(open, mail, `BODY[]<0> {${bytes.length}}\r\n${bytes}`);
    });
  return `${rows.join('')}TAG OK done\r\n`;
}

function row(open: ScriptedMailbox, mail: ScriptedMail, items: string): string {
  return `* ${open.mails.indexOf(mail) + 1} FETCH (UID ${mail.uid} ${items})\r\n`;
}

/** As real servers do, `n:*` always holds the last mail. */
function chosen(set: string, { mails }: ScriptedMailbox): ScriptedMail[] {
  const highest = Math.max(0, ...mails.map(({ uid }) => uid));
  const ranges = set.split(',').map((part) => {
    const [first = 0, last = first] = part.split(':').map((end) => (end === '*' ? highest : Number(end)));
    return [Math.min(first, last), Math.max(first, last)] as const;
  });
  return mails.filter(({ uid }) => ranges.some(([first, last]) => uid >= first && uid <= last));
}
