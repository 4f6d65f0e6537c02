import type { TicketDetail } from '../domain/views.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import { openScreen, type OpenScreen, type OpenScreenOptions } from './testing/open-screen.ts';
import { sampleDesk, type SampleDesk } from './testing/sample-desk.ts';

let screen: OpenScreen;
const press = { enter: '\r', escape: '\u001b', controlS: '\u0013', controlT: '\u0014' };
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 600_000).toISOString();

async function open(options: OpenScreenOptions): Promise<void> {
  screen = await openScreen(options);
  await screen.shows('Ayşe Yılmaz');
}

afterEach(async () => {
  await screen.close();
  expect(screen.errors).toEqual([]);
});

const comment: PlatformState = {
  rootId: '17900000000000101',
  itemId: '17900000000000101',
  place: { id: '178', title: 'Yeni sezon elbiseler', url: 'https://instagram.test/p/1' },
  isHidden: false,
  isRemoved: false,
  status: null,
  answer: 'none',
  privateReply: { until: inDays(6), usedAt: null },
  answerBy: null,
};
const question: PlatformState = {
  ...comment,
  rootId: '355000101',
  itemId: '355000101',
  place: { id: 'TS-1', title: 'Keten gömlek', url: null },
  status: 'WAITING_FOR_ANSWER',
  privateReply: null,
  answerBy: inDays(2),
};

function deskWith(...tickets: (Partial<TicketDetail> & Pick<TicketDetail, 'channel' | 'platform'>)[]): SampleDesk {
  const desk = sampleDesk();
  tickets.forEach((ticket, index) => {
    const before = desk.tickets[index]!;
    const contact = { ...before.contact!, email: null, handle: 'ada_demo' };
    desk.tickets[index] = { ...before, contact, source: '@magaza', ...ticket };
  });
  return desk;
}

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 30 },
  { columns: 170, rows: 40 },
])(
  'comments tell whether they are seen and how long a private reply is possible, at $columns columns',
  async (size) => {
    const used = { ...comment, isHidden: true, privateReply: { until: inDays(3), usedAt: inDays(-1) } };
    const over = { ...comment, isRemoved: true, privateReply: { until: inDays(-2), usedAt: null } };
    const desk = deskWith(
      { channel: 'instagram', platform: comment },
      { channel: 'instagram', platform: used },
      { channel: 'instagram', platform: over },
    );
    await open({ ...size, desk });
    screen.type('4');
    await screen.shows(/No\. .*Subject .*Seen +Private/);
    await screen.shows(/#1001 .* 6d /);
    await screen.shows(/#1002 .* hidden +sent /);
    await screen.shows(/#1003 .* removed /);
    if (size.columns > 100) await screen.shows(/Post .*\n?/);
    expect(screen.rows()).toHaveLength(size.rows);
  },
);

test('questions tell the product, how far the answer is and how long there is to give it', async () => {
  const desk = deskWith(
    { channel: 'trendyol', platform: question },
    { channel: 'trendyol', platform: { ...question, answer: 'in-review' } },
    { channel: 'trendyol', platform: { ...question, answer: 'refused', answerBy: inDays(-1) } },
    { channel: 'trendyol', platform: { ...question, status: 'SOMETHING_NEW', answerBy: null } },
  );
  await open({ columns: 120, rows: 30, desk });
  screen.type('6');
  await screen.shows(/Product +Subject .*Answer +Deadline/);
  await screen.shows(/#1001 .*Keten gömlek .*waiting +2d/);
  await screen.shows(/#1002 .*in review/);
  await screen.shows(/#1003 .*refused +passed/);
  await screen.shows(/#1004 .*somethin/);
});

test('an answer goes in public unless its writer chooses otherwise, and what is too long is not sent', async () => {
  await open({ columns: 120, rows: 30, desk: deskWith({ channel: 'instagram', platform: comment }) });
  screen.type(press.enter);
  await screen.shows(/Post: Yeni sezon elbiseler, private reply until /);
  await screen.shows('https://instagram.test/p/1');
  screen.type('r');
  await screen.shows('in public: 0 of 2200 letters  (Ctrl+T: privately)');
  screen.type('Bugün kargoda');
  await screen.shows('in public: 13 of 2200 letters');
  screen.type(press.controlT);
  await screen.shows(/privately, as you chose: 14 of 1000 bytes, until /);
  screen.type(press.controlS);
  await screen.until(() => screen.desk.asked.length === 1);
  expect(screen.desk.asked[0]?.command).toMatchObject({ name: 'reply', by: 'private' });
});

test('an answer that is too short for a question stays in the composer, with the reason', async () => {
  await open({ columns: 120, rows: 30, desk: deskWith({ channel: 'trendyol', platform: question }) });
  screen.type('r');
  await screen.shows(/in public: 0 of 10 to 2000 letters, until /);
  screen.type('Evet');
  screen.type(press.controlS);
  await screen.shows('ANSWER_NOT_ALLOWED: 4 letters; it takes at least 10');
  screen.type(', arayın: 0532 111 22 33');
  screen.type(press.controlS);
  await screen.shows(/ANSWER_NOT_ALLOWED: .*phone/);
  expect(screen.desk.asked).toEqual([]);
});

test('a refused answer stands in the conversation with the platform’s reason, and tells private from public', async () => {
  const desk = deskWith({ channel: 'trendyol', platform: { ...question, answer: 'refused' } });
  const ticket = desk.tickets[0]!;
  const reply = { ...ticket.messages[0]!, kind: 'reply' as const };
  const delivery = {
    id: 'answer-1',
    ticketNumber: ticket.number,
    kind: 'public-reply' as const,
    to: [],
    state: 'failed' as const,
    key: 'public-reply/1',
    mailMessageId: '<1@example.com>',
    attempts: 1,
    nextAttemptAt: null,
    heldReason: null,
    wasRepeated: false,
    isRead: null,
    receipt: { response: 'Cevabınız reddedildi.' },
    plannedAt: inDays(-1),
    endedAt: inDays(-1),
    sender: null,
  };
  ticket.messages = [
    { ...reply, deliveryId: 'answer-1' },
    { ...reply, deliveryId: 'answer-2' },
  ];
  const unsure = { response: 'the platform has not answered in time', mayHaveHappened: true };
  const lookedUp = { ...delivery, state: 'planned' as const, nextAttemptAt: inDays(1), receipt: unsure };
  ticket.deliveries = [delivery, { ...lookedUp, id: 'answer-2', kind: 'private-reply' }];
  await open({ columns: 120, rows: 30, desk });
  screen.type(press.enter);
  await screen.shows('Public reply · ');
  await screen.shows('failed: Cevabınız reddedildi.');
  await screen.shows('Private reply · ');
  await screen.shows(/planned: it may be there already, and is looked for /);
});

test('a private reply that was sent already is told before anybody writes a second one', async () => {
  const used = { ...comment, privateReply: { until: inDays(3), usedAt: inDays(-1) } };
  await open({ columns: 120, rows: 30, desk: deskWith({ channel: 'facebook', platform: used }) });
  screen.type('r');
  await screen.shows('in public');
  screen.type(press.controlT);
  await screen.shows('privately, as you chose: NOT POSSIBLE, its one private reply was sent');
  screen.type('Merhaba');
  screen.type(press.controlS);
  await screen.shows('ANSWER_NOT_ALLOWED: its one private reply was sent');
});

test('a comment is hidden by two keys, and removed only after a question', async () => {
  await open({ columns: 120, rows: 30, desk: deskWith({ channel: 'facebook', platform: comment }) });
  screen.type('m');
  await screen.shows('Hide it');
  screen.type(press.enter);
  await screen.until(() => screen.desk.asked.length === 1);
  expect(screen.desk.asked[0]?.command).toMatchObject({ name: 'moderate', act: 'hide' });
  screen.type('m');
  await screen.shows('Remove it for good');
  screen.type('remove');
  screen.type(press.enter);
  await screen.shows('Remove the comment of #1001?');
  expect(screen.desk.asked).toHaveLength(1);
});

test('a ticket that came by mail has no comment to hide, and says so', async () => {
  await open({ desk: sampleDesk() });
  screen.type('m');
  await screen.shows('only for Instagram and Facebook');
});
