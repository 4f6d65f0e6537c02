import type { Block, Chatbot } from '../../domain/chatbot/flow.ts';
import type { LifeFile } from '../../domain/life-file.ts';
import { eventually } from '../support/story-desk.ts';
import { afterHoursBlocks, chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';
import type { RecordedLife } from './lives.ts';
import type { StoryTeller } from './story-teller.ts';

const TURNS = ['step:takeTurn', 'completed'];

const handOver: Block[] = [
  { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 2 },
  { kind: 'hand-over', text: null, team: null, subject: 'Chat', email: null, phone: null, tag: null },
];

/** A life of a talk for each way it may end, by the name of their file. */
export const talkLives: Record<string, RecordedLife> = {
  'conversation-completed': talk([...TURNS, 'timer-fired', 'woken-by-timer'], async (story) => {
    const visitor = await comes(story, [{ kind: 'wait', seconds: 1 }, ...afterHoursBlocks]);
    await visitor.hears('What can we do');
    await visitor.says('A lamp');
    await visitor.hears('Where may we write');
    await visitor.says('ada@customer.test');
    return untilOver(story, visitor, { outcome: 'completed', hasTicket: true });
  }),

  'conversation-draft': talk(TURNS, async (story) => {
    const visitor = await comes(story, afterHoursBlocks);
    for (const words of ['A lamp', 'none', 'no']) await visitor.says(words);
    return untilOver(story, visitor, { outcome: 'completed', hasTicket: true });
  }),

  'conversation-timed-out': talk([...TURNS, 'timer-fired', 'woken-by-timer'], async (story) => {
    const visitor = await comes(story, afterHoursBlocks, { timeoutSeconds: 2 });
    await visitor.says('A lamp');
    return untilOver(story, visitor, { outcome: 'timed-out', hasTicket: true });
  }),

  'conversation-left': talk([...TURNS, 'timer-fired', 'woken-by-timer'], async (story) => {
    const visitor = await comes(story, afterHoursBlocks, { goneSeconds: 2 });
    return untilOver(story, visitor, { outcome: 'left', hasTicket: false });
  }),

  'conversation-broken': talk(TURNS, async (story) => {
    const visitor = await comes(story, [{ kind: 'goto', flow: 'nowhere' }]);
    return untilOver(story, visitor, { outcome: 'broken', hasTicket: false });
  }),

  'conversation-handed-over': talk(
    [...TURNS, 'several-runs', 'completed-then-started-again'],
    async (story) => {
      const visitor = await comes(story, handOver);
      await visitor.says('A lamp');
      await visitor.hears('A representative');
      const ticketId = await ticketOf(story, visitor);
      await story.lifeOfTalk(visitor.conversationId);
      await visitor.view({ hasSeen: true });
      await story.operatorReplies(ticketId);
      await visitor.hears('on its way');
      const said = await visitor.says('Thank you');
      await eventually(async () => {
        if ((await visitor.view()).takenNumber < said) throw new Error('the line is not on the ticket');
      });
      return story.lifeOfTalk(visitor.conversationId);
    },
  ),

  /** A turn that fails, and cannot even be noted as failed: the workflow goes on, the line waits for reconcile. */
  'conversation-turn-failed': talk([...TURNS, 'step-failed', 'several-runs'], async (story) => {
    const { database } = story.desk;
    const visitor = await comes(story, afterHoursBlocks);
    await visitor.hears('What can we do');
    await database.raw(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN RAISE 'not now'; END $body$`);
    await database.raw(
      'CREATE TRIGGER refuse BEFORE UPDATE OF error_code ON conversations FOR EACH ROW EXECUTE FUNCTION refuse()',
    );
    await visitor.says('A lamp');
    await story.lifeOfTalk(visitor.conversationId);
    await database.raw('DROP TRIGGER refuse ON conversations');
    await visitor.hears('Where may we write');
    await visitor.says('ada@customer.test');
    return untilOver(story, visitor, { outcome: 'completed', hasTicket: true });
  }),

  'conversation-continued-as-new': talk(
    [...TURNS, 'continue-as-new', 'several-runs'],
    async (story) => {
      const visitor = await comes(story, [
        { kind: 'options', text: 'Which?', options: [{ label: 'Lamp', goto: 'main' }], into: null },
      ], { timeoutSeconds: 3 });
      for (let count = 1; count <= 8; count += 1) {
        const said = await visitor.says('Lamp');
        await eventually(async () => {
          if ((await visitor.view()).takenNumber < said) throw new Error('the bot has not answered');
        });
      }
      return untilOver(story, visitor, { outcome: 'timed-out', hasTicket: false });
    },
    { DESKHAND_CONTINUE_AFTER_EVENTS: '20' },
  ),
};

function talk(contains: string[], tell: RecordedLife['tell'], environment: Record<string, string> = {}): RecordedLife {
  return { contains, tell, environment };
}

async function comes(story: StoryTeller, blocks: Block[], parts: Partial<Chatbot> = {}): Promise<Visitor> {
  await story.desk.startWorker();
  return Visitor.comes(story.desk.desk, await publishChatbot(story.desk, chatbotOf(blocks, parts)));
}

async function untilOver(
  story: StoryTeller,
  visitor: Visitor,
  expected: { outcome: string; hasTicket: boolean },
): Promise<LifeFile> {
  const { outcome, ticketNumber } = await visitor.untilOver();
  if (outcome !== expected.outcome || (ticketNumber !== null) !== expected.hasTicket)
    throw new Error(`the talk ended otherwise: ${outcome}, ticket ${ticketNumber}`);
  return story.lifeOfTalk(visitor.conversationId);
}

async function ticketOf(story: StoryTeller, visitor: Visitor): Promise<string> {
  const { ticketNumber } = await visitor.view();
  return (await story.desk.database('tickets').where({ number: ticketNumber }).first<{ id: string }>('id'))!.id;
}
