import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { MailStory } from '../support/mail-story.ts';

/** Mail on its way out: what customers and representatives see of it, and what becomes of it when the server misbehaves. */

let story: StoryDesk;
let people: MailStory;

beforeAll(async () => {
  story = await startStoryDesk({ DESKHAND_ATTEMPT_SECONDS: '4' });
  people = new MailStory(story);
  await setSender({ signature: 'Sample Support\nTel. 0212 000 00 00' });
  await story.startWorker();
}, 60_000);
afterEach(() => story.mail.admin('DELETE', '/faults'));
afterAll(async () => {
  people.customer.close();
  await story.close();
}, 60_000);

async function setSender(settings: Record<string, unknown>): Promise<void> {
  await story
    .database('senders')
    .where({ id: story.senderId })
    .update({
      settings: story.database.raw('settings || ?::jsonb', [JSON.stringify(settings)]),
      version: story.database.raw('version + 1'),
    });
}

/** Mails in somebody's inbox that came from the desk, as whole texts with unfolded heads. */
async function inbox(address: string, subject: string): Promise<string[]> {
  const mails = await story.mail.mails(address);
  return mails.map(({ raw }) => raw.replace(/\r?\n[ \t]+/g, ' ')).filter((raw) => raw.includes(subject));
}

async function arrivesAt(address: string, subject: string, count = 1): Promise<string[]> {
  return eventually(async () => {
    const found = await inbox(address, subject);
    if (found.length !== count) throw new Error(`${found.length} mails of ${count} at ${address}`);
    return found;
  });
}

const header = (raw: string, name: string) => new RegExp(`^${name}: ?(.*?)\\r?$`, 'im').exec(raw)?.[1] ?? null;
const headerNames = (raw: string) =>
  (raw.split(/\r?\n\r?\n/)[0] ?? '')
    .split(/\r?\n/)
    .filter((line) => !/^[ \t]/.test(line))
    .map((line) => line.split(':')[0]?.toLowerCase() ?? '');

test('an exchange stays one thread for the customer: every id referred to, the number once, those copied kept', async () => {
  const ticket = await people.open('Long story', { messageId: '<story1@customer.test>', cc: 'bob@customer.test' });
  const told: string[] = [];
  for (const round of [1, 2, 3]) {
    await people.reply(ticket.id, `Answer ${round}`);
    const answers = await arrivesAt('ada@customer.test', '[#', round);
    const answer = answers.at(-1) ?? '';
    await arrivesAt('bob@customer.test', `[#${ticket.number}]`, round);
    expect(header(answer, 'Subject')).toBe(`Re: Long story [#${ticket.number}]`);
    expect(header(answer, 'Cc')).toContain('bob@customer.test');
    expect(header(answer, 'In-Reply-To')).toBe(`<story${round}@customer.test>`);
    const references = header(answer, 'References')?.split(/\s+/) ?? [];
    expect(references).toEqual(expect.arrayContaining([...told, `<story${round}@customer.test>`]));
    expect(references[0]).toBe('<story1@customer.test>');
    expect(answer).toContain('-- \r\nSample Support\r\nTel. 0212');
    told.push(`<story${round}@customer.test>`, header(answer, 'Message-ID') ?? '');
    await people.send({
      subject: header(answer, 'Subject'),
      messageId: `<story${round + 1}@customer.test>`,
      inReplyTo: told.at(-1),
      references: [...references, told.at(-1)],
      text: `And then ${round}?`,
    });
    await eventually(async () => {
      const last = await story
        .database('messages')
        .where({ mail_message_id: `<story${round + 1}@customer.test>` })
        .first();
      expect(last?.ticket_id).toBe(ticket.id);
    });
  }
}, 60_000);

test('a put-off answer shows the server’s words and when it is tried again, and goes out then', async () => {
  const ticket = await people.open('Put off', { from: 'slow@customer.test' });
  await people.faults({ recipients: [{ to: 'slow@customer.test', code: 451, text: '4.7.1 Greylisted', times: 1 }] });
  await people.reply(ticket.id, 'Answer');
  const waiting = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ receipt }) => receipt !== null);
  expect([waiting.state, waiting.receipt?.['response']]).toEqual(['planned', expect.stringContaining('Greylisted')]);
  expect(waiting.next_attempt_at.getTime()).toBeGreaterThan(Date.now() + 30_000);
  await people.timePasses(waiting.id);
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  await arrivesAt('slow@customer.test', '[#');
  const sender = await story.database('senders').where({ id: story.senderId }).first('last_error_code');
  expect(sender.last_error_code).toBeNull();
}, 60_000);

test('a server that is busy for a moment costs only time', async () => {
  const ticket = await people.open('Busy', { from: 'busy@customer.test' });
  await people.faults({ smtp421Connections: 1, smtpDown: true });
  await people.faults({ smtpDown: false });
  await people.reply(ticket.id, 'Answer');
  const first = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ receipt }) => receipt !== null);
  if (first.state === 'planned') await people.timePasses(first.id);
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  await arrivesAt('busy@customer.test', '[#');
}, 60_000);

test.each([
  { cut: 'close', accepted: true },
  { cut: 'reset', accepted: false },
  { cut: 'silent', accepted: true },
])(
  'an answer whose connection ends after the data ($cut, accepted: $accepted) waits for an operator',
  async ({ cut, accepted }) => {
    const from = `${cut}@customer.test`;
    const ticket = await people.open(`Cut by ${cut}`, { from });
    await people.faults({ afterData: { cut, accepted, times: 1 } });
    await people.reply(ticket.id, 'Answer');
    const unsure = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'unsure');
    expect(unsure.attempt).toBe(1);
    await people.command(ticket.id, { name: 'retry-delivery', deliveryId: unsure.id });
    const sent = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
    expect(sent.attempt).toBe(2);
    const mails = await arrivesAt(from, '[#', accepted ? 2 : 1);
    expect(new Set(mails.map((raw) => header(raw, 'Message-ID')))).toEqual(new Set([unsure.mail_message_id]));
  },
  60_000,
);

test('a notice whose connection ends after the data is repeated once with the same Message-ID', async () => {
  await people.redirect(['Cut notice'], 'notice@outside.test');
  await people.faults({ afterData: { cut: 'close', accepted: true, times: 1 } });
  await people.append('From: ada@customer.test\r\nSubject: Cut notice\r\n\r\nHello');
  const ticket = await people.ticket('Cut notice');
  const sent = await people.delivery(
    { ticket_id: ticket.id, recipient: 'notice@outside.test' },
    ({ state }) => state === 'sent',
  );
  expect([sent.was_repeated, sent.attempt]).toEqual([true, 2]);
  const mails = await arrivesAt('notice@outside.test', '[#', 2);
  expect(new Set(mails.map((raw) => header(raw, 'Message-ID')))).toEqual(new Set([sent.mail_message_id]));
}, 60_000);

test('a refused copy stands on the delivery in the server’s words, and a put-off one is sent to alone', async () => {
  const ticket = await people.open('Copied', {
    from: 'main@customer.test',
    cc: ['gone@customer.test', 'later@customer.test'],
  });
  await people.faults({
    recipients: [
      { to: 'gone@customer.test', code: 550, text: '5.1.1 nobody here', times: 9 },
      { to: 'later@customer.test', code: 451, text: '4.7.1 not yet', times: 1 },
    ],
  });
  await people.reply(ticket.id, 'Answer');
  const waiting = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ receipt }) => receipt !== null);
  expect(waiting.state).toBe('planned');
  await people.timePasses(waiting.id);
  const sent = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  expect(sent.receipt?.['response']).toContain('gone@customer.test: 550 5.1.1 nobody here');
  expect(sent.receipt?.['accepted']).toEqual(['main@customer.test', 'later@customer.test']);
  await arrivesAt('later@customer.test', '[#');
  expect(await inbox('main@customer.test', '[#')).toHaveLength(1);
}, 60_000);

test('an answer that only those in copy got has failed: the customer does not have it', async () => {
  const ticket = await people.open('Only the copy', { from: 'lost@customer.test', cc: 'copy2@customer.test' });
  await people.faults({ recipients: [{ to: 'lost@customer.test', code: 550, text: '5.2.2 mailbox full', times: 1 }] });
  await people.reply(ticket.id, 'Answer');
  const failed = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'failed');
  expect(failed.receipt?.['response']).toContain('lost@customer.test: 550 5.2.2 mailbox full');
  await people.command(ticket.id, { name: 'retry-delivery', deliveryId: failed.id });
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  await arrivesAt('lost@customer.test', '[#');
  expect(await inbox('copy2@customer.test', '[#')).toHaveLength(1);
}, 60_000);

test('a refused login stands on the sender, and after it is mended what waited goes out', async () => {
  const ticket = await people.open('Locked out', { from: 'locked@customer.test' });
  process.env['STORY_SMTP_PASSWORD'] = 'wrong';
  await setSender({ user: 'support', auth: { kind: 'password', secret: { env: 'STORY_SMTP_PASSWORD' } } });
  await people.reply(ticket.id, 'Answer');
  const waiting = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ receipt }) => receipt !== null);
  expect(waiting.state).toBe('planned');
  const troubled = await story.database('senders').where({ id: story.senderId }).first('last_error_code', 'last_error');
  expect(troubled.last_error_code).not.toBeNull();
  expect(JSON.stringify([troubled, waiting])).not.toContain('wrong');
  await story
    .database('senders')
    .where({ id: story.senderId })
    .update({ settings: story.database.raw(`settings - 'user' - 'auth'`), version: story.database.raw('version + 1') });
  await people.timePasses(waiting.id);
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  const mended = await story.database('senders').where({ id: story.senderId }).first('last_error_code');
  expect(mended.last_error_code).toBeNull();
}, 60_000);

test('a desk without a sender says so on what waits, and sends when there is one', async () => {
  const ticket = await people.open('Nobody sends', { from: 'nosender@customer.test' });
  await story.database('sources').where({ id: story.sourceId }).update({ sender_id: null });
  await story.database('senders').where({ id: story.senderId }).update({ is_default: false });
  await people.reply(ticket.id, 'Answer');
  const waiting = await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ receipt }) => receipt !== null);
  expect([waiting.state, waiting.receipt?.['response']]).toEqual(['planned', expect.stringContaining('no sender')]);
  await story.database('senders').where({ id: story.senderId }).update({ is_default: true });
  await story.database('sources').where({ id: story.sourceId }).update({ sender_id: story.senderId });
  await people.timePasses(waiting.id);
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
}, 60_000);

test('a flood of tickets sends a recipient no more than the quota in ten minutes, and what is held says so', async () => {
  await people.redirect(['Flood'], 'flooded@outside.test');
  await Promise.all(Array.from({ length: 45 }, () => people.send({ subject: 'Flood' })));
  const states = await eventually(async () => {
    const rows = await story
      .database('deliveries')
      .where({ recipient: 'flooded@outside.test' })
      .select('state', 'held_reason');
    if (rows.filter(({ state, held_reason }) => state === 'sent' || held_reason !== null).length < 45)
      throw new Error('not all decided yet');
    return rows;
  }, 60_000);
  expect(states.filter(({ state }) => state === 'sent')).toHaveLength(30);
  expect(states.find(({ held_reason }) => held_reason)?.held_reason).toContain('more than 30 mails to this recipient');
}, 90_000);

test('no word of a customer becomes a header of our mails or hides in one', async () => {
  await people.redirect(['*'], 'head@outside.test');
  const evil = 'Evil\r\nBcc: victim@x.test\r\n\r\nbody\u202e\u0000';
  const word = `=?utf-8?B?${Buffer.from(evil).toString('base64')}?=`;
  await people.append(
    `From: ${word} <eve@customer.test>\r\nTo: support@sample.test\r\nCc: ${word} <copy@customer.test>\r\nSubject: ${word}\r\nMessage-ID: <evil@customer.test>\r\n\r\nHello\r\n`,
  );
  const row = await eventually(async () => {
    const found = await story.database('tickets').whereLike('subject', 'Evil%').first('id', 'number');
    if (!found) throw new Error('no ticket yet');
    return found;
  });
  await people.command(row.id, { name: 'tag', add: ['A\r\nBcc: tag@x.test'], remove: [] });
  await people.reply(row.id, 'Answer\r\n.\r\nMAIL FROM:<x@y.test>\r\n');
  const mails = await eventually(async () => {
    const all = await Promise.all(
      ['eve@customer.test', 'copy@customer.test', 'head@outside.test'].map(async (address) =>
        (await story.mail.mails(address)).find(({ raw }) => raw.includes(`[#${row.number}]`)),
      ),
    );
    if (all.includes(undefined)) throw new Error('not all there yet');
    return all.map((mail) => mail?.raw ?? '');
  });
  const expected =
    'return-path delivered-to received from to cc reply-to subject message-id in-reply-to references date mime-version content-type content-transfer-encoding auto-submitted x-auto-response-suppress';
  for (const raw of mails) {
    for (const name of headerNames(raw)) expect(expected.split(' ')).toContain(name);
    expect(raw.split(/\r?\n\r?\n/)[0]).not.toMatch(/\u202e|\0/);
  }
  expect(await story.mail.mails('victim@x.test')).toEqual([]);
}, 60_000);
