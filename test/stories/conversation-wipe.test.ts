import { DeskUnderFire } from '../support/crash/desk-under-fire.ts';
import { eventually } from '../support/story-desk.ts';
import { afterHoursBlocks, chatbotOf, publishChatbot, Visitor } from '../support/talk-story.ts';

const desk = new DeskUnderFire();

beforeAll(() => desk.start(), 120_000);
afterAll(() => desk.stop(), 120_000);

test('the engine’s data is deleted and the worker killed in the middle of a talk: it goes on at the same question', async () => {
  const bot = await publishChatbot(desk.desk, chatbotOf(afterHoursBlocks));
  const visitor = await Visitor.comes(desk.desk, bot);
  const silent = await Visitor.comes(
    desk.desk,
    await publishChatbot(
      desk.desk,
      chatbotOf(afterHoursBlocks, { name: 'silent', title: 'Silent', timeoutSeconds: 8 }),
    ),
  );
  await silent.says('Nobody hears me');
  await silent.hears('Where may we write to you?');
  await visitor.hears('What can we do for you?');
  await visitor.says('My lamp is broken');
  await visitor.hears('Where may we write to you?');

  await Promise.all([desk.killEngineAndItsData(), desk.kill('worker')]);
  // Said while nobody is there to hear it.
  await visitor.says('no address');
  await visitor.hears('Please write it like');
  await visitor.says('wiped@customer.test');
  const { ticketNumber, outcome, lines } = await visitor.untilOver();
  expect(outcome).toBe('completed');
  expect(lines.map(({ text }) => text)).toEqual([
    'We are closed.',
    'What can we do for you?',
    'My lamp is broken',
    'Where may we write to you?',
    'no address',
    expect.stringContaining('Please write it like'),
    'wiped@customer.test',
    `We Received Your Request: ${ticketNumber}`,
  ]);
  // The time of who fell silent was known to the engine alone, and comes all the same.
  const { outcome: silentOutcome, ticketNumber: draft } = await silent.untilOver();
  expect(silentOutcome).toBe('timed-out');
  await eventually(async () => {
    const tickets = await desk.database('tickets').orderBy('number').select('number', 'draft_reason');
    expect(tickets.map(({ number }) => number).toSorted()).toEqual([ticketNumber, draft].toSorted());
    const waiting = await desk.database('inputs').where({ state: 'waiting' }).pluck('id');
    expect(waiting).toEqual([]);
  });
}, 180_000);
