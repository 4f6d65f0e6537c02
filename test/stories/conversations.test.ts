import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as readText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { ask, type Answer } from '../../client/ask.ts';
import { startConversation, tellConversation } from '../../client/conversation.ts';
import { saveAttribute } from '../../database/attributes.ts';
import { saveDraft } from '../../database/drafts.ts';
import { newId } from '../../database/new-id.ts';
import { saveRule } from '../../database/redirection-rules.ts';
import { theDesk } from '../../domain/actor.ts';
import type { Block } from '../../domain/chatbot/flow.ts';
import type { Command } from '../../domain/command.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { afterHoursBlocks, chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';

const operator = { kind: 'representative' as const, id: newId(), name: 'Zeynep' };
let story: StoryDesk;

beforeAll(async () => {
  story = await startStoryDesk();
  await story.startWorker();
}, 60_000);
afterAll(async () => story.close(), 60_000);

test('an after-hours request becomes a ticket with its tag, is promised to the visitor, and is redirected by its tag', async () => {
  await saveRule(story.database, {
    ruleId: null,
    tags: ['After Hours Ticket'],
    recipients: [{ kind: 'address', address: 'night@outside.test' }],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks));
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.hears('What can we do for you?');
  await visitor.says('My lamp is broken');
  await visitor.hears('Where may we write to you?');
  await visitor.says('ada@customer.test');
  const { ticketNumber, outcome } = await visitor.untilOver();
  expect(outcome).toBe('completed');
  expect(await visitor.heard()).toEqual([
    'We are closed.',
    'What can we do for you?',
    'Where may we write to you?',
    `We Received Your Request: ${ticketNumber}`,
  ]);
  const ticket = await ticketNumbered(ticketNumber);
  expect(ticket).toMatchObject({
    channel: 'chatbot',
    subject: 'After Hours Ticket: My lamp is broken',
    draft_reason: null,
    design_version: 1,
  });
  expect(await tagsOf(ticket.id)).toEqual(['After Hours Ticket', 'Chat']);
  const message = await story.database('messages').where({ ticket_id: ticket.id }).first('text', 'reply');
  expect(message.reply).toBe('My lamp is broken');
  expect(message.text).toMatch(/Bot: What can we do for you\?\n\d\d:\d\d Visitor: My lamp is broken\n/);
  const mail = await eventually(async () => {
    const [found] = await story.mail.mails('night@outside.test');
    if (!found) throw new Error('no redirection mail yet');
    return found;
  });
  expect(mail.subject).toContain(`[#${ticketNumber}]`);
});

test('without an e-mail address a draft is kept with its reason, the visitor is told the truth, and an operator completes it', async () => {
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { name: 'draft', title: 'Draft' }));
  const visitor = await Visitor.comes(story.desk, bot);
  for (const words of ['I want my money back', 'no', 'never']) await visitor.says(words);
  const { ticketNumber } = await visitor.untilOver();
  const ticket = await ticketNumbered(ticketNumber);
  expect(ticket.draft_reason).toContain('no e-mail address');
  expect((await visitor.heard()).join(' ')).toMatch(/no e-mail address of yours/);
  const answer = await command(ticket.id, { name: 'edit', contact: { email: 'ada.late@customer.test' } });
  expect(answer.outcome).toBe('done');
  expect((await ticketNumbered(ticketNumber)).draft_reason).toBeNull();
});

test('a visitor who falls silent, and one who closes the page, leave a draft of what they said', async () => {
  const silentBot = chatbotOf(afterHoursBlocks, { name: 'silent', title: 'Silent', timeoutSeconds: 2 });
  const leftBot = chatbotOf(afterHoursBlocks, { name: 'left', title: 'Left', goneSeconds: 2 });
  const silent = await Visitor.comes(story.desk, await publishChatbot(story, silentBot));
  const left = await Visitor.comes(story.desk, await publishChatbot(story, leftBot));
  const wordless = await Visitor.comes(story.desk, await publishChatbot(story, leftBot));
  await Promise.all([silent.says('My chair has three legs'), left.says('My table has none')]);
  const [silentEnd, leftEnd, wordlessEnd] = await Promise.all([
    silent.untilOver(),
    left.untilOver(),
    wordless.untilOver(),
  ]);
  expect([silentEnd.outcome, leftEnd.outcome, wordlessEnd.outcome]).toEqual(['timed-out', 'left', 'left']);
  expect(wordlessEnd.ticketNumber).toBeNull();
  expect((await ticketNumbered(silentEnd.ticketNumber)).draft_reason).toContain('wrote nothing more');
  expect((await ticketNumbered(leftEnd.ticketNumber)).draft_reason).toContain('left');
});

test('a page that stays open is not taken for one that was closed, and what is said after the end is refused', async () => {
  const bot = chatbotOf(afterHoursBlocks, { name: 'open', title: 'Open', goneSeconds: 6, timeoutSeconds: 7 });
  const visitor = await Visitor.comes(story.desk, await publishChatbot(story, bot));
  const view = await eventually(async () => {
    const seen = await visitor.view({ hasSeen: true });
    if (seen.phase !== 'ended') throw new Error('the talk goes on');
    return seen;
  });
  expect(view.outcome).toBe('timed-out');
  await expect(visitor.says('too late')).rejects.toMatchObject({ code: 'STATE_FORBIDS' });
});

test('a line sent twice with one key is one line, and a talk begun twice with one id is one talk', async () => {
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { name: 'twice', title: 'Twice' }));
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.hears('What can we do');
  const numbers = await Promise.all(['k1', 'k1', 'k1'].map((key) => visitor.says('Just once', { key })));
  expect(new Set(numbers).size).toBe(1);
  await visitor.hears('Where may we write');
  expect(await visitor.says('Just once', { key: 'k1' })).toBe(numbers[0]);
  const { lines } = await visitor.view();
  expect(lines.filter(({ author }) => author === 'visitor')).toHaveLength(1);
  expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  const again = { ...bot, visitorId: newId(), user: null, language: 'en' as const, pageUrl: null };
  const { conversationId } = await startConversation(story.desk, { ...again, conversationId: visitor.conversationId });
  expect(conversationId).toBe(visitor.conversationId);
  expect((await visitor.view()).lines).toHaveLength(4);
});

test('a talk goes on with the version that it began with, whatever is published meanwhile', async () => {
  const first = chatbotOf(afterHoursBlocks, { name: 'pinned', title: 'Pinned' });
  const bot = await publishChatbot(story, first);
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.hears('What can we do for you?');
  await publishChatbot(story, { ...first, flows: { main: [{ kind: 'say', text: 'Gone for good.' }] } });
  await visitor.says('My lamp is broken');
  await visitor.hears('Where may we write to you?');
  await visitor.says('pinned@customer.test');
  const { ticketNumber } = await visitor.untilOver();
  expect((await ticketNumbered(ticketNumber)).design_version).toBe(1);
});

test('a design that cannot go on ends the talk, tells the visitor so, and keeps what was said as a draft', async () => {
  const broken = chatbotOf(
    [
      { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 2 },
      { kind: 'goto', flow: 'nowhere' },
    ],
    { name: 'broken', title: 'Broken' },
  );
  const visitor = await Visitor.comes(story.desk, await publishChatbot(story, broken));
  await visitor.says('The door does not close');
  const { outcome, ticketNumber } = await visitor.untilOver();
  expect(outcome).toBe('broken');
  expect((await visitor.heard()).join(' ')).toContain(`${ticketNumber}`);
  const ticket = await ticketNumbered(ticketNumber);
  expect(ticket.draft_reason).toContain('nowhere');
  const row = await story.database('conversations').where({ id: visitor.conversationId }).first('error_code');
  expect(row.error_code).toBe('NO_FLOW');
});

test('lines of 10,000 characters, scripts, controls and nothing at all are kept as text or refused', async () => {
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { name: 'hostile', title: 'Hostile' }));
  const visitor = await Visitor.comes(story.desk, bot);
  const hostile = `<script>alert(1)</script>\u0000\u202e${'x'.repeat(10_000)}\ud800`;
  const number = await visitor.says(hostile);
  const { lines } = await visitor.view();
  const kept = lines.find((line) => line.number === number)!.text;
  expect(kept).toContain('x'.repeat(10_000));
  expect(kept).toContain('<script>');
  await expect(visitor.says('   ')).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  await visitor.says('hostile@customer.test');
  expect((await visitor.untilOver()).outcome).toBe('completed');
});

const handOver: Block[] = [
  { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 2 },
  {
    kind: 'hand-over',
    text: 'Somebody will answer you.',
    team: null,
    subject: 'Chat: {{request}}',
    email: null,
    phone: null,
    tag: 'Live',
  },
];

test('handed over, a representative answers in the chat while the visitor is there, and by mail when he is gone', async () => {
  const bot = await publishChatbot(story, chatbotOf(handOver, { name: 'live', title: 'Live' }));
  const user = { name: 'Ada', email: 'ada.live@customer.test', phone: null, attributes: {} };
  const visitor = await Visitor.comes(story.desk, bot, { user });
  await visitor.says('Which lamp fits?');
  const { ticketNumber } = await visitor.hears('Somebody will answer you.');
  const ticket = await ticketNumbered(ticketNumber);

  await visitor.view({ hasSeen: true });
  await reply(ticket.id, 'The round one.');
  const { lines, phase } = await visitor.hears('The round one.');
  expect(phase).toBe('handed-over');
  expect(lines.at(-1)).toMatchObject({ author: 'representative', authorName: 'Zeynep', text: 'The round one.' });

  const said = await visitor.says('And the bulb?');
  await eventually(async () => expect((await visitor.view()).takenNumber).toBe(said));
  const replies = await story
    .database('messages')
    .where({ ticket_id: ticket.id, kind: 'contact' })
    .orderBy('number')
    .pluck('reply');
  expect(replies).toEqual(['Which lamp fits?', 'And the bulb?']);

  await story
    .database('conversations')
    .where({ id: visitor.conversationId })
    .update({ visitor_seen_at: new Date(Date.now() - 600_000).toISOString() });
  await reply(ticket.id, 'The bulb is in the box.');
  await mailTo('ada.live@customer.test', 'The bulb is in the box.');
  expect(await visitor.heard()).not.toContain('The bulb is in the box.');
});

test('an answer left in the chat of a visitor who never came back to read it is mailed once', async () => {
  const bot = await publishChatbot(story, chatbotOf(handOver, { name: 'unread', title: 'Unread' }));
  const user = { name: 'Ada', email: 'ada.unread@customer.test', phone: null, attributes: {} };
  const visitor = await Visitor.comes(story.desk, bot, { user });
  await visitor.says('Do you have it in red?');
  const { ticketNumber } = await visitor.hears('Somebody will answer you.');
  await reply((await ticketNumbered(ticketNumber)).id, 'In red and in blue.');
  await visitor.hears('In red and in blue.');
  const longAgo = new Date(Date.now() - 600_000).toISOString();
  const { conversationId } = visitor;
  await story.database('conversations').where({ id: conversationId }).update({ visitor_seen_at: longAgo });
  await story
    .database('conversation_lines')
    .where({ conversation_id: conversationId, author: 'representative' })
    .update({ at: longAgo });
  tellConversation(story.desk, conversationId);
  await mailTo('ada.unread@customer.test', 'In red and in blue.');
  tellConversation(story.desk, conversationId);
  await visitor.says('I am back');
  await eventually(async () => expect((await visitor.view()).takenNumber).toBe(5));
  expect(await story.mail.mails('ada.unread@customer.test')).toHaveLength(1);
});

test('a talk follows its request to a new ticket when the old one was deleted', async () => {
  const bot = await publishChatbot(story, chatbotOf(handOver, { name: 'follow', title: 'Follow' }));
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.says('First words');
  const { ticketNumber: first } = await visitor.hears('Somebody will answer you.');
  expect((await command((await ticketNumbered(first)).id, { name: 'delete' })).outcome).toBe('done');
  await visitor.says('More words');
  const second = await eventually(async () => {
    const { ticketNumber } = await visitor.view();
    if (ticketNumber === first) throw new Error('the talk is still on the deleted ticket');
    return ticketNumbered(ticketNumber);
  });
  expect(second).toMatchObject({ subject: 'Chat: First words', channel: 'chatbot' });
});

test('what the web site signed of its visitor is known to the bot, is proven, and stands on the contact', async () => {
  await saveAttribute(story.database, {
    id: null,
    name: 'plan',
    type: 'text',
    choices: [],
    actor: theDesk,
    now: new Date().toISOString(),
  });
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { name: 'signed', title: 'Signed' }));
  const user = { name: 'Ada', email: 'ada.signed@customer.test', phone: null, attributes: { plan: 'gold' } };
  const visitor = await Visitor.comes(story.desk, bot, { user });
  await visitor.says('My lamp is broken');
  const { ticketNumber } = await visitor.untilOver();
  expect(await visitor.heard()).not.toContain('Where may we write to you?');
  const { contact_id: id } = await ticketNumbered(ticketNumber);
  const contact = await story.database('contacts').where({ id }).first('name', 'email', 'attributes');
  expect(contact).toMatchObject({ name: 'Ada', email: 'ada.signed@customer.test' });
  expect(Object.values(contact.attributes)).toEqual(['gold']);
  const proven = await story.database('contact_identities').where({ contact_id: id, kind: 'email' }).pluck('is_proven');
  expect(proven).toEqual([true]);
});

test('a desk owner talks with a bot in the terminal, picks by number, and is told the ticket', async () => {
  const blocks: Block[] = [
    {
      kind: 'options',
      text: 'What is it about?',
      options: [
        { label: 'A lamp', goto: 'main' },
        { label: 'A \u001b[2Jchair', goto: 'request' },
      ],
      into: 'thing',
    },
  ];
  const flows = { main: blocks, request: afterHoursBlocks };
  await publishChatbot(story, chatbotOf(blocks, { name: 'terminal', title: 'Terminal', flows }));
  const { output, exitCode } = await talk(['terminal', '--name', 'Ada'], '2\nIt wobbles\nada.typed@customer.test\n');
  expect(exitCode).toBe(0);
  const number = Number(/Ticket #(\d+)\.\n$/.exec(output)?.[1]);
  expect(output.split('\n')).toEqual([
    'Bot: What is it about?',
    '  1) A lamp',
    '  2) A ␛[2Jchair',
    'You: A ␛[2Jchair',
    'Bot: We are closed.',
    'Bot: What can we do for you?',
    'You: It wobbles',
    'Bot: Where may we write to you?',
    'You: ada.typed@customer.test',
    `Bot: We Received Your Request: ${number}`,
    `The talk is over: completed. Ticket #${number}.`,
    '',
  ]);
  const left = await talk(['terminal', '--json', '--version', '1'], '1\n');
  const lines = left.output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ author }) => author)).toEqual(['bot', 'visitor', 'bot', undefined]);
  expect(lines.at(-1)).toMatchObject({ phase: 'active', outcome: null, ticketNumber: null });
  const interrupted = await talk(['terminal'], null);
  expect(interrupted).toMatchObject({ exitCode: 0, output: expect.stringContaining('You left; the talk stays open') });
  expect(await talk(['nobody'], '')).toMatchObject({ exitCode: 3, errors: expect.stringContaining('NOT_FOUND') });
});

test('while the database refuses a turn its lines wait, the talk says so, and it goes on once it can', async () => {
  const bot = await publishChatbot(story, chatbotOf(afterHoursBlocks, { name: 'refused', title: 'Refused' }));
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.hears('What can we do');
  const name = `refuse_${visitor.conversationId.replaceAll('-', '')}`;
  await story.database.raw(
    `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN
       IF NEW.conversation_id = '${visitor.conversationId}' AND NEW.author = 'bot' THEN RAISE 'not now'; END IF; RETURN NEW; END $body$`,
  );
  await story.database.raw(
    `CREATE TRIGGER ${name} BEFORE INSERT ON conversation_lines FOR EACH ROW EXECUTE FUNCTION ${name}()`,
  );
  await visitor.says('My lamp is broken');
  const row = () =>
    story
      .database('conversations')
      .where({ id: visitor.conversationId })
      .first<{ error_code: string | null; waiting_since: Date | null }>('error_code', 'waiting_since');
  await eventually(async () => expect((await row())!.error_code).toBe('UNEXPECTED'));
  expect((await row())!.waiting_since).not.toBeNull();
  expect((await visitor.view()).isAnswering).toBe(false);
  expect((await deskhand(['doctor'], '')).output).toMatch(
    /problem +chatbot refused .*1 talk could not go on: UNEXPECTED/,
  );
  await story.database.raw(`DROP TRIGGER ${name} ON conversation_lines`);
  await visitor.says('ada.refused@customer.test');
  const { outcome } = await visitor.untilOver();
  expect(outcome).toBe('completed');
  expect((await row())!.error_code).toBeNull();
});

const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

function talk(words: string[], typed: string | null) {
  return deskhand(['chatbot', 'chat', ...words], typed);
}

/** The program with its input piped in; null: nothing is typed but Ctrl+C once it has said something. */
async function deskhand(
  words: string[],
  typed: string | null,
): Promise<{ output: string; errors: string; exitCode: number }> {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: story.databaseUrl,
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
    TEMPORAL_NAMESPACE: story.namespace,
  };
  const child = spawn(process.execPath, [program, ...words], { env });
  const exited = once(child, 'exit') as Promise<[number]>;
  if (typed === null) child.stdout.once('data', () => child.kill('SIGINT'));
  else child.stdin.end(typed);
  const [output, errors, [exitCode]] = await Promise.all([readText(child.stdout), readText(child.stderr), exited]);
  return { output, errors, exitCode };
}

function command(ticketId: string, what: Command): Promise<Answer> {
  return ask(story.desk, { ticketId, command: what, actor: operator, patienceMilliseconds: 20_000 });
}

async function reply(ticketId: string, text: string): Promise<void> {
  const now = new Date().toISOString();
  const draftId = await saveDraft(story.database, { ticketId, kind: 'reply', representativeId: null, text, now });
  const { conflict_number: seen } = await story.database('tickets').where({ id: ticketId }).first('conflict_number');
  expect((await command(ticketId, { name: 'reply', draftId, seen })).outcome).toBe('done');
}

async function mailTo(address: string, words: string): Promise<void> {
  await eventually(async () => {
    const mails = await story.mail.mails(address);
    if (!mails.some(({ raw }) => raw.includes(words))) throw new Error(`no mail to ${address} yet`);
  });
}

async function ticketNumbered(number: number | null) {
  const ticket = await story.database('tickets').where({ number }).first('*');
  if (!ticket) throw new Error(`there is no ticket ${number}`);
  return ticket;
}

async function tagsOf(ticketId: string): Promise<string[]> {
  const { tags } = await story.database('tickets').where({ id: ticketId }).first('tags');
  return (tags as string[]).toSorted();
}
