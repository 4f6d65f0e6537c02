import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import nodemailer from 'nodemailer';
import { startInPty, type PtyProgram } from '../support/pty-program.ts';
import { eventually } from '../support/story-desk.ts';

const program = fileURLToPath(new URL('../../bin/deskhand.mjs', import.meta.url));
const ESCAPE = '\u001b';
const SEND = '\u0013';

let folder: string;
let taken: Server[];
let desk: PtyProgram;

beforeAll(async () => {
  // A name that shell scripts and URLs stumble over, an empty home, and the usual ports taken by others.
  folder = join(mkdtempSync(join(tmpdir(), 'deskhand-')), 'masa üstü ş');
  mkdirSync(join(folder, 'home'), { recursive: true });
  taken = await Promise.all([5432, 7233, 8080].map(take));
  desk = startDesk();
}, 60_000);

afterAll(async () => {
  desk?.kill('SIGTERM');
  await desk?.exitCode;
  taken.forEach((server) => server.close());
  rmSync(join(folder, '..'), { recursive: true, force: true });
}, 60_000);

function startDesk(): PtyProgram {
  return startInPty([program, 'up', '--sample'], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: join(folder, 'home'),
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      TEMPORAL_CLI: process.env['TEST_TEMPORAL_CLI'] ?? '',
    },
  });
}

function take(port: number): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer();
    // Taken by somebody else already is as good.
    server.once('error', () => resolve(server));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

function sandbox(): { smtpPort: number; httpPort: number } {
  return JSON.parse(readFileSync(join(folder, '.deskhand', 'desk.json'), 'utf8')).sandbox.mail;
}

async function mailsOf(user: string): Promise<{ uid: number; subject: string }[]> {
  const response = await fetch(`http://127.0.0.1:${sandbox().httpPort}/mailboxes/${user}`);
  return response.ok ? ((await response.json()) as { messages: { uid: number; subject: string }[] }).messages : [];
}

async function rawOf(user: string, uid: number): Promise<string> {
  return (await fetch(`http://127.0.0.1:${sandbox().httpPort}/mailboxes/${user}/messages/${uid}`)).text();
}

test('a newcomer starts the desk, answers a mail by keyboard, solves, archives and finds it again, and quits', async () => {
  await desk.sees('Tickets', 60_000);
  await desk.sees('Siparişim gelmedi', 60_000);
  for (const tab of ['Chatbot', 'Offline', 'Instagram', 'Facebook', 'Trendyol']) expect(desk.screen()).toContain(tab);

  const customer = nodemailer.createTransport({
    host: '127.0.0.1',
    port: sandbox().smtpPort,
    secure: false,
    ignoreTLS: true,
  });
  await customer.sendMail({
    from: 'Zoë <zoe@customer.test>',
    to: 'support@sample.test',
    subject: 'Zebra stripes fading',
    text: 'The stripes of my zebra fade.',
    messageId: '<zebra@customer.test>',
  });
  await desk.sees('Zebra stripes fading', 30_000);
  await eventually(async () => {
    const found = (await mailsOf('ayse@desk.sample.test')).find(({ subject }) => subject.includes('Zebra'));
    if (!found) throw new Error('no redirection mail yet');
  });

  desk.type('/');
  desk.type('zebra\r');
  await desk.sees(/›.*Zebra stripes fading/);
  desk.type('\r');
  await desk.sees('The stripes of my zebra fade.');
  desk.type('r');
  desk.type('New stripes are on their way.');
  await desk.sees('New stripes are on their way.');
  desk.type(SEND);
  const answer = await eventually(async () => {
    const [mail] = await mailsOf('zoe@customer.test');
    if (!mail) throw new Error(`no answer at the customer yet:\n${desk.screen()}`);
    return mail;
  });
  expect(await rawOf('zoe@customer.test', answer.uid)).toContain('In-Reply-To: <zebra@customer.test>');

  desk.type('s');
  await desk.sees('Solved');
  desk.type('Solved\r');
  await desk.sees(/Solved/);
  desk.type('A');
  await desk.sees(/rchived/);
  // One Esc at a time: two in one chunk are another key.
  desk.type(ESCAPE);
  await desk.sees(/No\.\s+Status/);
  desk.type(ESCAPE);
  await desk.sees('Siparişim gelmedi');
  desk.type('/');
  desk.type('zebra is:archived\r');
  await desk.sees(/Zebra stripes fading/);
  desk.type(ESCAPE);
  desk.resize(80, 24);
  await desk.sees('Tickets');

  desk.type('\u0003');
  expect(await desk.exitCode).toBe(0);
}, 180_000);

test('the next start finds all data', async () => {
  desk = startDesk();
  await desk.sees('Siparişim gelmedi', 60_000);
  desk.type('/');
  desk.type('zebra is:archived\r');
  await desk.sees(/Zebra stripes fading/);
  desk.type('\u0003');
  expect(await desk.exitCode).toBe(0);
}, 120_000);
