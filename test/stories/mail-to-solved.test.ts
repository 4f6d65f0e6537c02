import nodemailer from 'nodemailer';
import { ask } from '../../client/ask.ts';
import { newId } from '../../database/new-id.ts';
import { saveDraft } from '../../database/drafts.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';

let story: StoryDesk;
beforeAll(async () => {
  story = await startStoryDesk();
}, 60_000);
afterAll(async () => story.close(), 60_000);

test('a mail becomes a ticket, is redirected, answered in its thread and solved', async () => {
  await saveRule(story.database, {
    ruleId: null,
    tags: ['*'],
    recipients: [{ kind: 'address', address: 'lead@outside.test' }],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await story.startWorker();
  const customer = nodemailer.createTransport({
    host: '127.0.0.1',
    port: story.mail.smtpPort,
    secure: false,
    ignoreTLS: true,
  });
  await customer.sendMail({
    from: 'Ayşe <ayse@musteri.test>',
    to: 'support@sample.test',
    subject: 'Siparişim nerede?',
    text: 'Merhaba, siparişim gelmedi.',
    messageId: '<first@musteri.test>',
  });

  const ticket = await eventually(async () => {
    const row = await story.database('tickets').first('*');
    if (!row) throw new Error('no ticket yet');
    return row;
  });
  expect(ticket.subject).toBe('Siparişim nerede?');
  const redirected = await eventually(async () => {
    const [mail] = await story.mail.mails('lead@outside.test');
    if (!mail) throw new Error('no redirection mail yet');
    return mail;
  });
  expect(redirected.subject).toContain(`[#${ticket.number}]`);

  const draftId = await saveDraft(story.database, {
    ticketId: ticket.id,
    kind: 'reply',
    representativeId: null,
    text: 'Yola çıktı.',
    now: new Date().toISOString(),
  });
  const answer = await ask(story.desk, {
    ticketId: ticket.id,
    command: { name: 'reply', draftId, seen: 1 },
    actor: { kind: 'representative', id: newId(), name: 'Zeynep' },
  });
  expect(answer.outcome).toBe('done');
  const reply = await eventually(async () => {
    const [mail] = await story.mail.mails('ayse@musteri.test');
    if (!mail) throw new Error('no reply yet');
    return mail;
  });
  expect(reply.raw).toContain('In-Reply-To: <first@musteri.test>');

  const [open, solved] = await Promise.all(
    ['Open', 'Solved'].map((name) => story.database('statuses').where({ name }).first('id')),
  );
  const closing = await ask(story.desk, {
    ticketId: ticket.id,
    command: { name: 'status', statusId: solved.id, from: open.id },
    actor: { kind: 'representative', id: newId(), name: 'Zeynep' },
  });
  expect(closing.outcome).toBe('done');
  await eventually(async () => {
    const { status } = await story.client.workflow.getHandle(`ticket/${ticket.id}`).describe();
    if (status.name !== 'COMPLETED') throw new Error('still running');
  });
}, 60_000);
