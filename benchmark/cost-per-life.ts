/**
 * What one life costs, in counts: a mail arrives, automations run, somebody is assigned, a redirection mail goes out,
 * an operator replies and closes. Counted from what the worker in this process really sends, from the poll that finds
 * the mail to the end of the workflow.
 *
 * Not counted: what a poll costs that finds nothing (measured here too), reconcile (it runs by the clock, not by
 * tickets), and a caller's reading until its command is answered (it depends on how long that takes).
 */
import nodemailer from 'nodemailer';
import { ask } from '../client/ask.ts';
import { POLL_PREFIX } from '../client/schedules.ts';
import { connect } from '../database/connect.ts';
import { saveDraft } from '../database/drafts.ts';
import { newId } from '../database/new-id.ts';
import { saveRule } from '../database/redirection-rules.ts';
import { theDesk, type Actor } from '../domain/actor.ts';
import type { Command } from '../domain/command.ts';
import { eventually, startStoryDesk } from '../test/support/story-desk.ts';
import { finish, reportCount, say } from './support/report.ts';
import { costOf, StatementCount, type Statement } from './support/statement-count.ts';

const count = new StatementCount();
const story = await startStoryDesk({
  DESKHAND_RECONCILE_SECONDS: '300',
  DESKHAND_WAITING_SECONDS: '60',
  DESKHAND_LINGER_SECONDS: '1',
});
const watch = connect(story.databaseUrl, { applicationName: 'benchmark', maxConnections: 1 });
await story.database('sources').where({ id: story.sourceId }).update({ poll_interval_seconds: 3600 });
await saveRule(story.database, {
  ruleId: null,
  tags: ['*'],
  recipients: [{ kind: 'address', address: 'lead@outside.test' }],
  actor: theDesk,
  now: new Date().toISOString(),
});
const operator: Actor = { kind: 'representative', id: newId(), name: 'Operator' };
await story.startWorker();
const schedule = story.client.schedule.getHandle(POLL_PREFIX + story.sourceId);
await eventually(() => schedule.describe());

await poll();
await settled();
count.take();
await poll();
const emptyPoll = await settled();

await nodemailer
  .createTransport({ host: '127.0.0.1', port: story.mail.smtpPort, secure: false, ignoreTLS: true })
  .sendMail({
    from: 'Ayşe <ayse@musteri.test>',
    to: 'support@sample.test',
    subject: 'Siparişim nerede?',
    text: 'Merhaba, siparişim gelmedi.',
  });
await poll();
const ticket = await eventually(() => watch('tickets').first('*').then(found));
await nothingWaits(1);
const opening = await settled();

const draftId = await saveDraft(story.database, {
  ticketId: ticket.id,
  kind: 'reply',
  representativeId: null,
  text: 'Yola çıktı.',
  now: new Date().toISOString(),
});
await command({ name: 'reply', draftId, seen: 1 });
await nothingWaits(2);
const reply = await settled();

const statuses = await watch('statuses').select<{ id: string; name: string }[]>('id', 'name');
const idOf = (name: string) => statuses.find((status) => status.name === name)!.id;
await command({ name: 'status', statusId: idOf('Solved'), from: idOf('Open') });
const handle = story.client.workflow.getHandle(`ticket/${ticket.id}`);
await eventually(async () => {
  const { status } = await handle.describe();
  if (status.name !== 'COMPLETED') throw new Error('still running');
});
const closing = await settled();
const { events } = await handle.fetchHistory();

const parts = { 'a poll that finds nothing': emptyPoll, 'arrival to redirected': opening, reply, close: closing };
for (const [name, statements] of Object.entries(parts)) tell(name, statements);
const whole = costOf([...opening, ...reply, ...closing]);
const empty = costOf(emptyPoll);
reportCount({ name: 'history events of a life', count: events?.length ?? 0, most: 50 });
reportCount({ name: 'transactions of a life', count: whole.transactions - empty.transactions, most: 15 });
reportCount({ name: 'statements of a life', count: whole.statements - empty.statements, most: 75 });
await watch.destroy();
await story.close();
finish();

async function poll(): Promise<void> {
  const before = await lastPolledAt();
  await schedule.trigger();
  await eventually(async () => {
    if ((await lastPolledAt()) === before) throw new Error('not polled yet');
  });
}

async function lastPolledAt(): Promise<number> {
  const row = await watch('sources')
    .where({ id: story.sourceId })
    .first<{ last_polled_at: Date | null }>('last_polled_at');
  return row?.last_polled_at?.getTime() ?? 0;
}

async function command(given: Command): Promise<void> {
  const { outcome } = await ask(story.desk, { ticketId: ticket.id, command: given, actor: operator });
  if (outcome !== 'done') throw new Error(`${given.name}: ${outcome}`);
}

function found<Row>(row: Row | undefined): Row {
  if (!row) throw new Error('not there yet');
  return row;
}

async function nothingWaits(deliveries: number): Promise<void> {
  await eventually(async () => {
    const sent = await watch('deliveries').where({ state: 'sent' }).pluck('id');
    const waiting = await watch('inputs').where({ state: 'waiting' }).pluck('id');
    if (sent.length < deliveries || waiting.length > 0) throw new Error('something waits');
  });
}

/** What was sent until now, once a while has passed in which nothing more was. */
async function settled(): Promise<Statement[]> {
  for (let before = -1; before !== count.statements.length;) {
    before = count.statements.length;
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return count.take().filter(({ text }) => !text.startsWith('select "state", "answer", "error_code" from "inputs"'));
}

function tell(name: string, statements: Statement[]): void {
  const { transactions, loneReads, statements: all } = costOf(statements);
  say(`${name}: ${transactions} transactions that change something, ${loneReads} reads alone, ${all} statements`);
  if (!process.argv.includes('--list')) return;
  for (const { text, transaction } of statements)
    say(`    ${transaction ?? '-'} ${text.replace(/\s+/g, ' ').slice(0, 110)}`);
}
