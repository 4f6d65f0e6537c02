import type { Block } from '../../domain/chatbot/flow.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../support/story-desk.ts';
import { chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';

let story: StoryDesk;

beforeAll(async () => {
  // A short life for each run, so that looks come while one ends and the next begins.
  story = await startStoryDesk({ DESKHAND_CONTINUE_AFTER_EVENTS: '20' });
  await story.startWorker();
}, 60_000);
afterAll(async () => story.close(), 60_000);

test('a talk that goes on through many runs of its workflow tells every line once, however the lines fall', async () => {
  const blocks: Block[] = [
    { kind: 'ask', what: 'text', question: 'What is it?', into: 'request', retry: null, tries: 1 },
    { kind: 'hand-over', text: null, team: null, subject: 'Live', email: null, phone: null, tag: null },
  ];
  const visitor = await Visitor.comes(story.desk, await publishChatbot(story, chatbotOf(blocks)));
  const said: string[] = [];
  for (let count = 0; count < 30; count += 1) {
    const pair = [`Line ${count} here`, `Line ${count} there`];
    await Promise.all(pair.map((text) => visitor.says(text)));
    said.push(...pair);
    // Half the time the bot has caught up, and its run rests or ends.
    if (count % 2 === 0) await untilTaken(visitor);
  }
  await untilTaken(visitor);
  const replies = await story
    .database('messages')
    .where({ kind: 'contact' })
    .orderBy('number')
    .pluck<string[]>('reply');
  expect(replies.flatMap((text) => text.split('\n')).toSorted()).toEqual(said.toSorted());
  await eventually(async () => {
    const { count } = await story.client.workflow.count(`WorkflowType = 'conversation'`);
    if (count < 3) throw new Error(`only ${count} runs`);
  });
}, 60_000);

async function untilTaken({ conversationId }: Visitor): Promise<void> {
  await eventually(async () => {
    const row = await story.database('conversations').where({ id: conversationId }).first('waiting_since');
    if (row.waiting_since !== null) throw new Error('lines wait');
  });
}
