import { askOrThrow, type Answer } from '../../client/ask.ts';
import { saveDraft } from '../../database/drafts.ts';
import type { Actor } from '../../domain/actor.ts';
import type { Block } from '../../domain/chatbot/flow.ts';
import type { ReplyWay } from '../../domain/command.ts';
import { aRepresentative } from '../support/builders.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';

/** A talk that was handed over: what the visitor and the representative see of each other. */

let story: StoryDesk;
let deniz: Actor;

beforeAll(async () => {
  story = await startStoryDesk();
  const { id, name } = await aRepresentative(story.database);
  deniz = { kind: 'representative', id, name };
  await story.startWorker();
}, 60_000);
afterAll(async () => story.close(), 60_000);

const handingOver: Block[] = [
  { kind: 'ask', what: 'email', question: 'Where may we write to you?', into: 'email', retry: null, tries: 1 },
  {
    kind: 'hand-over',
    text: 'Deniz will answer you.',
    team: null,
    subject: 'Live',
    email: null,
    phone: null,
    tag: null,
  },
];

interface Live {
  visitor: Visitor;
  ticketId: string;
}

async function handedOver(name: string, email: string): Promise<Live> {
  const bot = await publishChatbot(story, chatbotOf(handingOver, { name, title: name }));
  const visitor = await Visitor.comes(story.desk, bot);
  await visitor.hears('Where may we write to you?');
  await visitor.says(email);
  await visitor.hears('Deniz will answer you.');
  const { conversationId: id } = visitor;
  const { ticket_id: ticketId } = await story.database('conversations').where({ id }).first('ticket_id');
  return { visitor, ticketId };
}

async function answers({ ticketId }: Live, text: string, by?: ReplyWay): Promise<Answer> {
  const now = new Date().toISOString();
  const draftId = await saveDraft(story.database, { ticketId, kind: 'reply', representativeId: null, text, now });
  const { conflict_number: seen } = await story.database('tickets').where({ id: ticketId }).first('conflict_number');
  const command = { name: 'reply' as const, draftId, seen, ...(by ? { by } : {}) };
  return askOrThrow(story.desk, { ticketId, command, actor: deniz, patienceMilliseconds: 20_000 });
}

test('visitor and representative talk to each other, each line on both sides once', async () => {
  const live = await handedOver('both', 'ada@customer.test');
  expect(await answers(live, 'Good morning')).toMatchObject({ outcome: 'done', by: 'chat' });
  const view = await live.visitor.hears('Good morning');
  expect(view.lines.at(-1)).toMatchObject({ author: 'representative', authorName: 'Deniz Kaya' });
  await live.visitor.says('My lamp is broken');
  await eventually(async () => {
    const texts = await story.database('messages').where({ ticket_id: live.ticketId }).pluck('reply');
    if (!texts.includes('My lamp is broken')) throw new Error(`not on the ticket yet: ${texts.join(' | ')}`);
  });
  await answers(live, 'A new one leaves today');
  await answers(live, 'Anything else?');
  await live.visitor.hears('Anything else?');
  expect((await live.visitor.heard()).slice(-3)).toEqual(['Good morning', 'A new one leaves today', 'Anything else?']);
  expect(await story.mail.mails('ada@customer.test')).toEqual([]);
}, 60_000);

test('what a visitor who left has not read is mailed to him, once', async () => {
  const live = await handedOver('left', 'bea@customer.test');
  await answers(live, 'Your lamp is in the post', 'chat');
  await live.visitor.hears('in the post');
  await minutesPass(live);
  const mail = await eventually(async () => {
    const [found] = await story.mail.mails('bea@customer.test');
    if (!found) throw new Error('no mail yet');
    return found;
  });
  expect(mail.raw).toContain('Your lamp is in the post');
  await answers(live, 'And by mail', 'mail');
  await eventually(async () => {
    const mails = await story.mail.mails('bea@customer.test');
    if (!mails.some(({ raw }) => raw.includes('And by mail'))) throw new Error('no second mail yet');
  });
  expect(await story.mail.mails('bea@customer.test')).toHaveLength(2);
}, 60_000);

/** Two minutes, without waiting for them: everything in the talk happened so much earlier. */
async function minutesPass({ visitor: { conversationId } }: Live): Promise<void> {
  await story.database.raw(
    `UPDATE conversation_lines SET at = at - interval '2 minutes' WHERE conversation_id = :conversationId`,
    { conversationId },
  );
  await story.database.raw(
    `UPDATE conversations SET visitor_seen_at = visitor_seen_at - interval '2 minutes', wake_at = wake_at - interval '2 minutes'
       WHERE id = :conversationId`,
    { conversationId },
  );
}
