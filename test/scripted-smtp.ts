import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { testCertificate } from './test-certificate.ts';

/** A small SMTP server that answers as a test says, and keeps what it was sent. */
export type ScriptedSmtp = {
  port: number;
  /** Commands of all connections, in order. */
  commands: string[];
  /** Mails that came with their end, as bytes on the wire. */
  mails: string[];
  /** Every byte of message data that came, ended or not. */
  dataBytes: () => string;
  connectionCount: () => number;
  sockets: Set<Socket>;
  /** Errors of its connections, such as ECONNRESET. */
  faults: string[];
  /** The answer to a command (`GREETING` and `END` of data too), `drop`, `hang` or `stop-reading`; undefined for the usual one. */
  answer: (command: string) => string | undefined;
  close: () => Promise<void>;
};

const END = '\r\n.\r\n';

export async function startScriptedSmtp(options: { tls?: boolean } = {}): Promise<ScriptedSmtp> {
  let connectionCount = 0;
  const received: string[] = [];
  const accept = (socket: Socket) => {
    connectionCount += 1;
    smtp.sockets.add(socket);
    socket.on('close', () => smtp.sockets.delete(socket));
    socket.on('error', (error: Error & { code?: string }) => smtp.faults.push(error.code ?? error.message));
    converse(socket, smtp, received);
  };
  const server: Server = options.tls ? createTlsServer(testCertificate, accept) : createServer(accept);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const smtp: ScriptedSmtp = {
    port: (server.address() as AddressInfo).port,
    commands: [],
    mails: [],
    dataBytes: () => received.join(''),
    connectionCount: () => connectionCount,
    sockets: new Set(),
    faults: [],
    answer: () => undefined,
    close: () => {
      for (const socket of smtp.sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return smtp;
}

function converse(socket: Socket, smtp: ScriptedSmtp, received: string[]): void {
  let rest = '';
  let isData = false;
  const say = (command: string, usual: string) => {
    const answer = smtp.answer(command) ?? usual;
    if (answer === 'drop') socket.destroy();
    else if (answer === 'stop-reading') {
      socket.write('354 go on\r\n');
      socket.pause();
    } else if (answer !== 'hang') socket.write(`${answer}\r\n`);
    return answer;
  };
  say('GREETING', '220 scripted ESMTP');
  socket.on('data', (chunk: Buffer) => {
    const text = chunk.toString('latin1');
    if (isData) received.push(text);
    rest += text;
    for (;;) {
      const end = isData ? rest.indexOf(END) : rest.indexOf('\r\n');
      if (end < 0) return;
      const part = rest.slice(0, end);
      rest = rest.slice(end + (isData ? END.length : 2));
      if (isData) {
        isData = false;
        smtp.mails.push(part);
        say('END', '250 2.0.0 taken');
      } else {
        smtp.commands.push(part);
        const answer = say(part, usualAnswer(part));
        isData = part === 'DATA' && (answer.startsWith('354') || answer === 'stop-reading');
        if (isData && rest) received.push(rest);
        if (part === 'QUIT') socket.end();
      }
    }
  });
}

function usualAnswer(command: string): string {
  if (command.startsWith('EHLO')) return '250-scripted\r\n250 AUTH PLAIN XOAUTH2';
  if (command.startsWith('AUTH')) return '235 welcome';
  if (command === 'STARTTLS') return '502 not known here';
  if (command === 'DATA') return '354 go on';
  return command === 'QUIT' ? '221 bye' : '250 fine';
}
