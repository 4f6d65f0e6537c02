import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessTokens } from '../access-tokens.ts';
import type { FaultBoard } from '../faults.ts';
import type { ImapServer } from '../imap-server.ts';
import type { SinkLog } from '../smtp/sink-log.ts';
import type { SmtpSandbox } from '../smtp-server.ts';
import type { MailStore } from '../store/mail-store.ts';
import type { Mailbox } from '../store/mailbox.ts';
import { mailboxUser } from '../store/mailbox-user.ts';
import { mailboxSummary } from './mailbox-summary.ts';
import { renewToken, tokenForm } from './token-endpoint.ts';

export interface AdminNeeds {
  directory: string;
  store: MailStore;
  sink: SinkLog;
  faults: FaultBoard;
  tokens: AccessTokens;
  imap: ImapServer;
  smtp: SmtpSandbox;
}

export interface AdminRequest {
  /** The path's variable pieces, decoded. */
  parts: string[];
  query: URLSearchParams;
  body: Buffer;
  authorization: string | undefined;
}

/** JSON unless it is bytes, which are a raw mail. */
export interface AdminAnswer {
  status?: number;
  body: unknown;
}

type Route = [
  method: string,
  path: RegExp,
  run: (request: AdminRequest, needs: AdminNeeds) => AdminAnswer | Promise<AdminAnswer>,
];

export class NotThere extends Error {}

export const routes: readonly Route[] = [
  ['GET', /^\/faults$/, (_, { faults }) => ({ body: faults.now })],
  [
    'POST',
    /^\/faults$/,
    (request, needs) => setFaults(JSON.parse(request.body.toString()) as Record<string, unknown>, needs),
  ],
  ['DELETE', /^\/faults$/, (_, needs) => clearFaults(needs)],
  ['POST', /^\/imap\/bye$/, (_, { imap }) => (imap.byeAll('Server shutting down.'), { body: {} })],
  ['GET', /^\/imap\/connections$/, (_, { imap }) => ({ body: imap.connections })],
  [
    'GET',
    /^\/sink$/,
    ({ query }, { sink }) => ({ body: sink.entries.filter((entry) => entry.number > Number(query.get('after') ?? 0)) }),
  ],
  ['GET', /^\/sink\/(\d+)$/, (request, needs) => ({ body: sinkMail(request, needs) })],
  ['GET', /^\/mailboxes$/, (_, { store }) => ({ body: store.userNames })],
  [
    'GET',
    /^\/mailboxes\/([^/]+)$/,
    (request, needs) => ({ body: mailboxSummary(userOf(request), existing(request, needs)) }),
  ],
  [
    'GET',
    /^\/mailboxes\/([^/]+)\/messages\/(\d+)$/,
    (request, needs) => ({ body: rawMail(request, existing(request, needs)) }),
  ],
  ['POST', /^\/mailboxes\/([^/]+)\/messages$/, append],
  ['POST', /^\/mailboxes\/([^/]+)\/recreate$/, recreate],
  [
    'POST',
    /^\/token$/,
    ({ body, authorization }, { tokens, faults }) => renewToken(tokenForm(body, authorization), tokens, faults),
  ],
];

async function setFaults(changes: Record<string, unknown>, needs: AdminNeeds): Promise<AdminAnswer> {
  needs.faults.set(changes);
  return applyDown(needs);
}

async function clearFaults(needs: AdminNeeds): Promise<AdminAnswer> {
  needs.faults.clear();
  return applyDown(needs);
}

async function applyDown({ faults, imap, smtp }: AdminNeeds): Promise<AdminAnswer> {
  await Promise.all([imap.setDown(faults.now.imapDown), smtp.setDown(faults.now.smtpDown)]);
  return { body: faults.now };
}

function userOf({ parts }: AdminRequest): string {
  return mailboxUser(parts[0] ?? '');
}

function folderOf({ query }: AdminRequest): string {
  return query.get('folder') ?? 'INBOX';
}

function existing(request: AdminRequest, { store }: AdminNeeds): Mailbox {
  const user = userOf(request);
  const mailbox = store.has(user) ? store.of(user).get(folderOf(request)) : undefined;
  if (!mailbox) throw new NotThere(`${user} has no mailbox ${folderOf(request)}`);
  return mailbox;
}

function rawMail({ parts }: AdminRequest, mailbox: Mailbox): Buffer {
  const uid = Number(parts[1]);
  if (!mailbox.get(uid)) throw new NotThere(`no mail with uid ${uid}`);
  return mailbox.read(uid);
}

function sinkMail({ parts }: AdminRequest, { sink, directory }: AdminNeeds): Buffer {
  const entry = sink.entries.find((each) => each.number === Number(parts[0]));
  if (!entry) throw new NotThere(`no mail ${parts[0]} in the sink`);
  return readFileSync(join(directory, entry.file));
}

function append(request: AdminRequest, { store }: AdminNeeds): AdminAnswer {
  const mailboxes = store.of(userOf(request));
  const mailbox = mailboxes.get(folderOf(request)) ?? mailboxes.create(folderOf(request));
  const { uid } = mailbox.add(request.body);
  return { status: 201, body: { uid, uidValidity: mailbox.uidValidity } };
}

function recreate(request: AdminRequest, needs: AdminNeeds): AdminAnswer {
  existing(request, needs);
  const { uidValidity, size } = needs.store.of(userOf(request)).recreate(folderOf(request));
  return { body: { uidValidity, messages: size } };
}
