import nodemailer, { type Transporter } from 'nodemailer';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';

let story: StoryDesk;
let customer: Transporter;

beforeAll(async () => {
  story = await startStoryDesk({ DESKHAND_ATTEMPT_SECONDS: '5' });
  customer = nodemailer.createTransport({
    host: '127.0.0.1',
    port: story.mail.smtpPort,
    secure: false,
    ignoreTLS: true,
    pool: true,
  });
  await story.startWorker();
}, 60_000);
afterAll(async () => {
  customer.close();
  await story.close();
}, 60_000);

interface Row {
  id: string;
  number: number;
  subject: string;
  category: string;
}

/** The ticket whose subject is this, once it is there. */
async function ticketOf(subject: string): Promise<Row> {
  return eventually(async () => {
    const row = await story
      .database('tickets')
      .where({ subject })
      .first<Row | undefined>('id', 'number', 'subject', 'category');
    if (!row) throw new Error(`no ticket ${subject} yet`);
    return row;
  });
}

async function itemWith(
  externalPart: object,
): Promise<{ state: string; reason: string | null; error_code: string | null; ticket_id: string | null }> {
  return eventually(async () => {
    const row = await story.database('inbound_items').where(externalPart).first();
    if (!row) throw new Error('no such item yet');
    return row;
  });
}

async function messageCount(ticketId: string, count: number): Promise<void> {
  await eventually(async () => {
    const found = await story
      .database('messages')
      .where({ ticket_id: ticketId })
      .count<{ count: number }[]>('* as count');
    if (Number(found[0]?.count) !== count) throw new Error(`${found[0]?.count} messages, not ${count}`);
  });
}

const send = (mail: Record<string, unknown>) =>
  customer.sendMail({ from: 'Ada <ada@customer.test>', to: 'support@sample.test', text: 'Hello', ...mail });

test('an answer on the thread by a known participant is added; a stranger gets a ticket of his own with a link', async () => {
  await send({ subject: 'Late parcel', messageId: '<late@customer.test>', cc: 'bob@customer.test' });
  const ticket = await ticketOf('Late parcel');
  await send({
    subject: 'Re: Late parcel',
    inReplyTo: '<late@customer.test>',
    text: 'And the invoice?\n\nOn Mon, Nov 23, 2026 at 9:15 AM Sample Support <support@sample.test> wrote:\n> Hello',
  });
  await messageCount(ticket.id, 2);
  await send({ from: 'bob@customer.test', subject: `Re: Late parcel [#${ticket.number}]`, text: 'I wait too' });
  await messageCount(ticket.id, 3);
  const second = await story.database('messages').where({ ticket_id: ticket.id, number: 2 }).first('text', 'reply');
  expect(second.reply.trim()).toBe('And the invoice?');
  expect(second.text).toContain('> Hello');

  await send({
    subject: `Re: Late parcel [#${ticket.number}]`,
    cc: 'later@customer.test',
    text: 'My brother reads along',
  });
  await messageCount(ticket.id, 4);
  await send({ from: 'later@customer.test', subject: `Re: Late parcel [#${ticket.number}]`, text: 'I do' });
  await messageCount(ticket.id, 5);

  await send({
    from: 'mallory@elsewhere.test',
    subject: `Stranger [#${ticket.number}]`,
    references: ['<late@customer.test>'],
  });
  const stranger = await ticketOf(`Stranger [#${ticket.number}]`);
  const link = await story.database('ticket_links').where({ ticket_id: stranger.id }).first('other_id', 'kind');
  expect(link).toEqual({ other_id: ticket.id, kind: 'suggested' });
}, 60_000);

test('a changed UIDVALIDITY neither loses nor doubles, and two mails with one Message-ID are both kept', async () => {
  await send({ subject: 'Same id, first words', messageId: '<same@customer.test>', text: 'one' });
  await send({ subject: 'Same id, other words', messageId: '<same@customer.test>', text: 'two' });
  await ticketOf('Same id, first words');
  await eventually(async () => {
    const rows = await story.database('messages').where({ mail_message_id: '<same@customer.test>' });
    if (rows.length !== 2) throw new Error(`${rows.length} of 2 kept`);
  });
  const before = await story.database('messages').count<{ count: number }[]>('* as count');
  await story.mail.admin('POST', '/mailboxes/support/recreate');
  await send({ subject: 'After the new UIDVALIDITY' });
  await ticketOf('After the new UIDVALIDITY');
  const after = await story.database('messages').count<{ count: number }[]>('* as count');
  expect(Number(after[0]?.count)).toBe(Number(before[0]?.count) + 1);
}, 60_000);

test('mail from our own address opens no ticket, and an automatic answer is kept but wakes nobody', async () => {
  await send({ from: 'support@sample.test', subject: 'To myself', messageId: '<self@sample.test>' });
  const item = await itemWith({ reason: 'from-our-own-address' });
  expect([item.state, item.ticket_id]).toEqual(['ignored', null]);
  await send({
    from: 'support@sample.test',
    replyTo: 'ada@customer.test',
    subject: 'As if by Ada',
    messageId: '<asif@sample.test>',
  });

  await send({ subject: 'Holiday', messageId: '<holiday@customer.test>' });
  const ticket = await ticketOf('Holiday');
  expect(await story.database('tickets').where({ subject: 'As if by Ada' }).first()).toBeUndefined();
  const solved = await story.database('statuses').where({ category: 'solved' }).first('id');
  const { ask } = await import('../../client/ask.ts');
  const { status_id } = await story.database('tickets').where({ id: ticket.id }).first('status_id');
  await ask(story.desk, {
    ticketId: ticket.id,
    command: { name: 'status', statusId: solved.id, from: status_id },
    actor: theDesk,
  });
  await send({
    subject: 'Automatic reply: Holiday',
    inReplyTo: '<holiday@customer.test>',
    headers: { 'Auto-Submitted': 'auto-replied' },
  });
  await messageCount(ticket.id, 2);
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ ticket_id: ticket.id, state: 'waiting' }).first();
    if (waiting) throw new Error('still to be taken up');
  });
  expect((await ticketOf('Holiday')).category).toBe('solved');
}, 60_000);

test('oversized mail is parked with its error and the next mail is not delayed', async () => {
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({ settings: story.database.raw(`settings || '{"maxMailBytes": 70000}'`) });
  await send({ subject: 'Too large', text: 'x'.repeat(90_000).replace(/(.{70})/g, '$1\n') });
  await send({ subject: 'Next in line' });
  await ticketOf('Next in line');
  const item = await itemWith({ state: 'parked' });
  expect(item.error_code).toBe('MAIL_TOO_LARGE');
}, 60_000);

test('what somebody answers to a redirection mail becomes an internal note, never a ticket, also without the token', async () => {
  await saveRule(story.database, {
    ruleId: null,
    tags: ['*'],
    recipients: [{ kind: 'address', address: 'lead@outside.test' }],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await send({ subject: 'Please redirect me' });
  const ticket = await ticketOf('Please redirect me');
  const notice = await eventually(async () => {
    const found = (await story.mail.mails('lead@outside.test')).find(({ raw }) => raw.includes('Please redirect me'));
    if (!found) throw new Error('not redirected yet');
    return found;
  });
  const replyTo = /^Reply-To:.*?([^\s<]+@[^\s>]+)/im.exec(notice.raw.replace(/\r?\n[ \t]+/g, ' '))?.[1];
  expect(replyTo).toMatch(/^support\+t/);
  expect(notice.raw).toContain('Auto-Submitted: auto-generated');
  const ticketsBefore = await story.database('tickets').count<{ count: number }[]>('* as count');
  await send({ from: 'lead@outside.test', to: replyTo, subject: 'Re: whatever', text: 'Call her.' });
  await send({ from: 'lead@outside.test', subject: 'Re: whatever', inReplyTo: notice.messageId, text: 'Called her.' });
  await eventually(async () => {
    const notes = await story.database('messages').where({ ticket_id: ticket.id, kind: 'note' });
    if (notes.length !== 2) throw new Error(`${notes.length} notes`);
  });
  const ticketsAfter = await story.database('tickets').count<{ count: number }[]>('* as count');
  expect(ticketsAfter).toEqual(ticketsBefore);
}, 60_000);

test('a bounce of our own mail marks its delivery as failed and opens no ticket', async () => {
  await saveRule(story.database, {
    ruleId: null,
    tags: ['Bounce'],
    recipients: [{ kind: 'address', address: 'gone@bounced.test' }],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await send({ subject: 'Bounce' });
  const ticket = await ticketOf('Bounce');
  await eventually(async () => {
    const row = await story
      .database('deliveries')
      .where({ ticket_id: ticket.id, recipient: 'gone@bounced.test' })
      .first();
    if (row?.state !== 'failed') throw new Error(`the delivery is ${row?.state}`);
    expect(row.receipt.bounced).toBe(true);
  });
  expect(await story.database('tickets').whereILike('subject', '%undeliver%').first()).toBeUndefined();
}, 60_000);

test('a refused recipient is shown as failed with the words of the server, and others still get their mail', async () => {
  await saveRule(story.database, {
    ruleId: null,
    tags: ['Refused'],
    recipients: [
      { kind: 'address', address: 'nobody@bounce.test' },
      { kind: 'address', address: 'second@outside.test' },
    ],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await send({ subject: 'refused' });
  const ticket = await ticketOf('refused');
  const states = await eventually(async () => {
    const rows = await story
      .database('deliveries')
      .where({ ticket_id: ticket.id })
      .select('recipient', 'state', 'receipt');
    const ended = rows.filter(({ state }) => state === 'failed' || state === 'sent');
    if (ended.length !== 3) throw new Error('not ended yet');
    return Object.fromEntries(ended.map(({ recipient, state }) => [recipient, state]));
  });
  expect(states).toEqual({
    'nobody@bounce.test': 'failed',
    'second@outside.test': 'sent',
    'lead@outside.test': 'sent',
  });
  const failed = await story.database('deliveries').where({ ticket_id: ticket.id, state: 'failed' }).first('receipt');
  expect(failed.receipt.response).toContain('550');
}, 60_000);

test('an acknowledgement goes at most once a day to an address, and every event folds to its row', async () => {
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({
      acknowledgement: JSON.stringify({
        isOn: true,
        subject: 'We Received Your Request',
        body: 'Number #{{ticket.number}}',
      }),
    });
  await send({ from: 'thanks@customer.test', subject: 'First of the day' });
  await send({ from: 'thanks@customer.test', subject: 'Second of the day' });
  await ticketOf('First of the day');
  const second = await ticketOf('Second of the day');
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ ticket_id: second.id, state: 'waiting' }).first();
    const open = await story
      .database('deliveries')
      .whereIn('state', ['planned', 'sending'])
      .where({ kind: 'acknowledgement' })
      .first();
    if (waiting || open) throw new Error('still at work');
  });
  const thanks = (await story.mail.mails('thanks@customer.test')).filter(({ subject }) =>
    subject.includes('We Received Your Request'),
  );
  expect(thanks).toHaveLength(1);
  expect(thanks[0]?.raw).toContain('Auto-Submitted: auto-replied');
}, 60_000);
