/**
 * Mail taken in by a poll (fetched, parsed, told apart, committed with its bytes and files) against the same mails only
 * parsed, by the same parser in the same threads; and how many IMAP round trips a mail costs. Looks at the new tickets
 * are not sent: what follows them is measured by lives-per-second.
 */
import { asyncLocalStorage, type Context } from '@temporalio/activity';
import { ImapFlow } from 'imapflow';
import { pollSource } from '../activities/poll-source.ts';
import type { Tools } from '../activities/tools.ts';
import { parseMailSafely } from '../channels/email/parse-mail-safely.ts';
import { startStoryDesk } from '../test/support/story-desk.ts';
import { createLog } from '../worker/log.ts';
import { createTools } from '../worker/tools.ts';
import { compareRates } from './support/compare.ts';
import { finish, onlyGates, reportCount, reportRatio, say } from './support/report.ts';
import { sampleMail } from './support/sample-mails.ts';

const ARM = 200;
const PAIRS = 5;
const story = await startStoryDesk();
const deafClient = { withDeadline: () => Promise.resolve() } as unknown as Tools['client'];
const tools = createTools({ ...story, client: deafClient, log: createLog('worker', 'error') });
let delivered = 0;
let parsed = 0;

const roundTrips = countRoundTrips();
const most = onlyGates ? 1000 : 800;
await deliver(most);
const started = performance.now();
const { itemCount, errorCode } = await poll();
const seconds = (performance.now() - started) / 1000;
if (itemCount !== most) throw new Error(`${itemCount} of ${most} mails came: ${errorCode}`);
const tickets = await story.database('tickets').count<{ count: number }[]>('* as count');
say(
  `${most} mails in one poll: ${(most / seconds).toFixed(0)}/s, ${tickets[0]!.count} tickets, ${roundTrips.count} IMAP commands`,
);

if (!onlyGates) {
  const ratio = await compareRates({
    floorName: 'parse only',
    subjectName: 'ingest',
    floor: parseOnly,
    prepare: () => deliver(ARM),
    subject: async () => (await poll()).itemCount,
    pairs: PAIRS,
  });
  reportRatio({ name: 'mail ingest', ratio, target: '>= 0.5' });
}
reportCount({ name: 'IMAP round trips per mail', count: roundTrips.count / delivered, most: 0.1 });
finish();

async function deliver(count: number): Promise<void> {
  const path = `http://127.0.0.1:${story.mail.httpPort}/mailboxes/support/messages`;
  for (let index = 0; index < count; index += 1) {
    await fetch(path, { method: 'POST', body: sampleMail(delivered) });
    delivered += 1;
  }
}

/** One poll, as the worker runs it. */
function poll() {
  const context = { heartbeat() {}, cancellationSignal: new AbortController().signal } as unknown as Context;
  return asyncLocalStorage.run(context, () => pollSource(tools, { sourceId: story.sourceId }));
}

async function parseOnly(): Promise<number> {
  const mails = Array.from({ length: ARM }, (_, index) => sampleMail(parsed + index));
  parsed += ARM;
  await Promise.all(mails.map((mail) => parseMailSafely(mail)));
  return ARM;
}

/** Each IMAP command waits for its answer once. */
function countRoundTrips(): { count: number } {
  const counter = { count: 0 };
  const imap = ImapFlow.prototype as unknown as { exec: (...given: unknown[]) => unknown };
  const { exec } = imap;
  imap.exec = function (this: unknown, ...given: unknown[]) {
    counter.count += 1;
    return exec.apply(this, given);
  };
  return counter;
}
