import { makeReplyAddress } from '../../channels/email/reply-token.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { MailStory, type StoryTicket } from '../support/mail-story.ts';

/** Whose mail reaches which ticket, tried by people who should not reach it and by machines that answer everything. */

let story: StoryDesk;
let people: MailStory;

beforeAll(async () => {
  story = await startStoryDesk();
  people = new MailStory(story);
  await people.redirect(
    ['Told', 'Told again', 'Told by list', 'Told to robots'],
    'Lead@Outside.test',
    'out@robot.test',
  );
  await story.startWorker();
}, 60_000);
afterAll(async () => {
  people.customer.close();
  await story.close();
}, 60_000);

async function noticeTo(address: string, ticket: StoryTicket): Promise<{ messageId: string; replyTo: string }> {
  return eventually(async () => {
    const mail = (await story.mail.mails(address)).find(({ raw }) => raw.includes(`[#${ticket.number}]`));
    if (!mail) throw new Error('not redirected yet');
    const replyTo = /^Reply-To:.*?([^\s<]+@[^\s>]+)/im.exec(mail.raw.replace(/\r?\n[ \t]+/g, ' '))?.[1] ?? '';
    return { messageId: mail.messageId, replyTo };
  });
}

async function messages(ticketId: string): Promise<{ kind: string; reply: string }[]> {
  return story
    .database('messages')
    .where({ ticket_id: ticketId })
    .orderBy('number')
    .select('id', 'kind', 'reply', 'author');
}

/** Waits for whatever the mail of this id became, and says what. */
async function item(messageId: string) {
  return eventually(async () => {
    const raw = await story.database('inbound_items').orderBy('received_at', 'desc').select('*');
    const { readRaw } = await import('../../database/files.ts');
    for (const row of raw) {
      const bytes = row.raw_sha256 && (await readRaw(story.database, row.raw_sha256));
      if (bytes?.includes(messageId)) return row as { state: string; reason: string | null; ticket_id: string | null };
    }
    throw new Error(`${messageId} is not there yet`);
  });
}

let count = 0;
const newMessageId = () => `<thread${(count += 1)}@test.test>`;

test('a representative’s answer is a note with its files, however the address was typed into the rule', async () => {
  const ticket = await people.open('Told');
  const notice = await noticeTo('lead@outside.test', ticket);
  const messageId = newMessageId();
  await people.send({
    from: 'lead@outside.test',
    messageId,
    inReplyTo: notice.messageId,
    subject: 'Re: Told',
    text: 'See the file.',
    attachments: [{ filename: 'invoice.txt', content: 'paid' }],
  });
  expect(await item(messageId)).toMatchObject({ state: 'taken', ticket_id: ticket.id });
  const [, note] = await messages(ticket.id);
  expect(note).toMatchObject({ kind: 'note', reply: 'See the file.' });
  const files = await story
    .database('attachments')
    .where({ message_id: (note as { id?: string })?.id })
    .select('name');
  expect(files).toEqual([{ name: 'invoice.txt' }]);
}, 60_000);

test('an answer that came through a mailing list is a note too; only machines’ answers are not', async () => {
  const ticket = await people.open('Told by list');
  const { replyTo } = await noticeTo('lead@outside.test', ticket);
  const [byList, byMachine] = [newMessageId(), newMessageId()];
  const answer = { from: 'lead@outside.test', to: replyTo, subject: 'Re: Told by list' };
  await people.send({ ...answer, messageId: byList, headers: { 'List-Id': '<team.outside.test>' } });
  await people.send({ ...answer, messageId: byMachine, headers: { 'Auto-Submitted': 'auto-replied' } });
  expect(await item(byList)).toMatchObject({ state: 'taken', ticket_id: ticket.id });
  expect(await item(byMachine)).toMatchObject({ state: 'ignored', reason: 'automatic-answer-to-a-notice' });
  expect((await messages(ticket.id)).map(({ kind }) => kind)).toEqual(['contact', 'note']);
}, 60_000);

test('a forged token, another ticket’s token and a stranger who quotes our notice write no note where they should not', async () => {
  const ticket = await people.open('Told again');
  const other = await people.open('Other ticket');
  const notice = await noticeTo('lead@outside.test', ticket);
  const forged = notice.replyTo.replace(/\+t\d+/, `+t${other.number}`);
  const ids = [newMessageId(), newMessageId(), newMessageId()];
  await people.send({ from: 'mallory@evil.test', to: forged, subject: 'Forged token', messageId: ids[0] });
  await people.send({
    from: 'mallory@evil.test',
    subject: 'Quotes a notice',
    inReplyTo: notice.messageId,
    messageId: ids[1],
  });
  const foreign = makeReplyAddress({
    base: 'support@sample.test',
    ticketNumber: other.number,
    recipient: 'x@y.test',
    key: Buffer.alloc(32, 8),
  });
  await people.send({ from: 'mallory@evil.test', to: foreign, subject: 'Foreign key', messageId: ids[2] });
  for (const [index, subject] of ['Forged token', 'Quotes a notice', 'Foreign key'].entries()) {
    const { ticket_id } = await item(ids[index] ?? '');
    expect(ticket_id).toBe((await people.ticket(subject)).id);
  }
  expect((await messages(other.id)).map(({ kind }) => kind)).toEqual(['contact']);
}, 60_000);

test('an out-of-office answer to a notice is no note and no ticket, and two machines do not write to each other for ever', async () => {
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({ acknowledgement: JSON.stringify({ isOn: true, subject: 'We Received Your Request', body: 'Hello' }) });
  const ticket = await people.open('Told to robots', { from: 'person@robot.test' });
  await noticeTo('out@robot.test', ticket);
  await people.send({ subject: 'After the robots' });
  await people.ticket('After the robots');
  await eventually(async () => {
    const open = await story.database('deliveries').whereIn('state', ['planned', 'sending']).first('id');
    const waiting = await story.database('inputs').where({ state: 'waiting' }).first('id');
    if (open || waiting) throw new Error('still at work');
  });
  const robots = await story
    .database('tickets')
    .join('contacts', 'contacts.id', 'contact_id')
    .whereLike('email', '%@robot.test')
    .select('tickets.id');
  expect(robots).toHaveLength(1);
  expect((await story.mail.mails('person@robot.test')).length).toBe(1);
  expect((await messages(ticket.id)).filter(({ kind }) => kind === 'note')).toEqual([]);
  await story.database('sources').where({ id: story.sourceId }).update({ acknowledgement: null });
}, 60_000);

test('a machine that answers every notice with a new mail of its own gets no notice of that', async () => {
  await people.redirect(['*'], 'fresh@robot.test');
  const before = (await story.mail.mails('fresh@robot.test')).length;
  await people.send({
    from: 'fresh@robot.test',
    subject: 'Automatic answer without a thread',
    headers: { 'Auto-Submitted': 'auto-replied' },
  });
  const ticket = await people.ticket('Automatic answer without a thread');
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ ticket_id: ticket.id, state: 'waiting' }).first('id');
    if (waiting) throw new Error('still to be taken up');
  });
  const planned = await story.database('deliveries').where({ ticket_id: ticket.id, recipient: 'fresh@robot.test' });
  expect(planned).toEqual([]);
  expect((await story.mail.mails('fresh@robot.test')).length).toBe(before);
  const trace = await story.database('traces').where({ ticket_id: ticket.id, has_matched: true }).first('reason');
  expect(JSON.stringify(trace.reason)).toContain('automatic-sender');
  await story.database('redirection_rules').update({ is_paused: true });
}, 60_000);

test('a customer whose Reply-To names us is a customer all the same', async () => {
  await people.send({ from: 'form@customer.test', replyTo: 'support@sample.test', subject: 'Reply-To is ours' });
  const ticket = await people.ticket('Reply-To is ours');
  const contact = await story
    .database('tickets')
    .join('contacts', 'contacts.id', 'contact_id')
    .where({ 'tickets.id': ticket.id })
    .first('email');
  expect(contact.email).toBe('form@customer.test');
}, 60_000);

const answerTo = async (subject: string, prepare: (ticket: StoryTicket) => Promise<void>) => {
  const first = newMessageId();
  const ticket = await people.open(subject, { messageId: first });
  await prepare(ticket);
  const messageId = newMessageId();
  await people.send({ subject: `Re: ${subject}`, inReplyTo: first, messageId });
  const { ticket_id } = await item(messageId);
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ ticket_id, state: 'waiting' }).first('id');
    if (waiting) throw new Error('still to be taken up');
  });
  const after = await story.database('tickets').where({ id: ticket_id }).first('id', 'category', 'archived_at');
  return { ticket, joined: ticket_id === ticket.id, after };
};

async function to(ticket: StoryTicket, category: string): Promise<void> {
  const status = await story.database('statuses').where({ category }).first('id');
  const { status_id } = await story.database('tickets').where({ id: ticket.id }).first('status_id');
  await people.command(ticket.id, { name: 'status', statusId: status.id, from: status_id });
}

test('an answer finds its ticket solved lately, archived or spam, and opens a linked one where that is closed to it', async () => {
  const solvedDaysAgo = (days: number) => async (ticket: StoryTicket) => {
    await to(ticket, 'solved');
    await story
      .database('tickets')
      .where({ id: ticket.id })
      .update({ solved_at: new Date(Date.now() - days * 86_400_000) });
  };
  expect(await answerTo('Solved 13 days ago', solvedDaysAgo(13))).toMatchObject({
    joined: true,
    after: { category: 'open' },
  });
  const late = await answerTo('Solved 15 days ago', solvedDaysAgo(15));
  expect(late).toMatchObject({ joined: false, after: { category: 'new' } });
  const link = await story.database('ticket_links').where({ ticket_id: late.after.id }).first('other_id', 'kind');
  expect(link).toMatchObject({ other_id: late.ticket.id });

  const archived = await answerTo('Archived', async (ticket) => {
    await people.command(ticket.id, { name: 'archive' });
  });
  expect(archived).toMatchObject({ joined: true, after: { archived_at: null } });
  expect(await answerTo('Spam', (ticket) => to(ticket, 'spam'))).toMatchObject({
    joined: true,
    after: { category: 'spam' },
  });
  const remove = async (ticket: StoryTicket) => {
    await people.command(ticket.id, { name: 'delete' });
  };
  expect(await answerTo('Deleted', remove)).toMatchObject({ joined: false });
  const purged = await answerTo('Purged', async (ticket) => {
    await remove(ticket);
    await people.command(ticket.id, { name: 'purge' });
  });
  expect(purged.joined).toBe(false);
  expect(await messages(purged.ticket.id)).toEqual([]);
}, 90_000);

test('one Message-ID sent twice in one breath is one message', async () => {
  const raw =
    'From: twin@customer.test\r\nTo: support@sample.test\r\nSubject: Twins\r\nMessage-ID: <twins@customer.test>\r\n\r\nHello';
  await Promise.all([people.append(raw), people.append(raw), people.append(raw)]);
  const ticket = await people.ticket('Twins');
  await eventually(async () => {
    const linked = await story.database('inbound_items').where({ state: 'linked', ticket_id: ticket.id });
    if (linked.length !== 2) throw new Error(`${linked.length} linked`);
  });
  expect(await messages(ticket.id)).toHaveLength(1);
}, 60_000);

test('ten mails of one address in one breath are thanked for once', async () => {
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({ acknowledgement: JSON.stringify({ isOn: true, subject: 'We Received Your Request', body: 'Hello' }) });
  const subjects = Array.from({ length: 10 }, (_, index) => `Breath ${index}`);
  await Promise.all(subjects.map((subject) => people.send({ from: 'Breath@customer.test', subject })));
  for (const subject of subjects) await people.ticket(subject);
  await eventually(async () => {
    const waiting = await story.database('inputs').where({ state: 'waiting' }).first('id');
    if (waiting) throw new Error('still at work');
  });
  const planned = await story
    .database('deliveries')
    .where({ kind: 'acknowledgement', recipient: 'breath@customer.test' });
  expect(planned).toHaveLength(1);
  await story.database('sources').where({ id: story.sourceId }).update({ acknowledgement: null });
}, 60_000);

test('an address that became ours after the rule was saved gets no notices, and the ticket says why', async () => {
  await people.redirect(['Ours later'], 'ours@later-ours.test');
  await story
    .database('sources')
    .where({ id: story.sourceId })
    .update({
      settings: story.database.raw(`jsonb_set(settings, '{addresses}', ?::jsonb)`, [
        JSON.stringify(['support@sample.test', 'ours@later-ours.test']),
      ]),
    });
  const ticket = await people.open('Ours later');
  const trace = await eventually(async () => {
    const found = await story.database('traces').where({ ticket_id: ticket.id, has_matched: true }).first('reason');
    if (!found) throw new Error('not decided yet');
    return found;
  });
  expect(JSON.stringify(trace.reason)).toContain('our-address');
  expect(await story.database('deliveries').where({ ticket_id: ticket.id })).toEqual([]);
}, 60_000);
