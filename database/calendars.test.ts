import { theDesk } from '../domain/actor.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import type { Block } from '../domain/chatbot/flow.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { changeCalendar, findCalendar, listCalendars, removeCalendar, saveCalendar } from './calendars.ts';
import { findDesign, publishDesign, removeDesign, saveDesign } from './designs.ts';

let desk: TestDatabase;
const by = { actor: theDesk, now: new Date().toISOString() };
const nineToSix = [{ fromMinute: 540, toMinute: 1080 }];

function aCalendar(name: string): Calendar {
  return {
    name,
    timeZone: 'Europe/Istanbul',
    week: [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []],
    holidays: [{ date: '2026-10-29', name: 'Cumhuriyet Bayramı', frames: [] }],
  };
}

beforeAll(async () => {
  desk = await testDatabase();
});
afterAll(() => desk.drop());

test('a calendar is kept whole, found in any spelling, and there is one of a name', async () => {
  const saved = await saveCalendar(desk.database, { calendar: aCalendar('İş saatleri'), ...by });
  expect(saved).toMatchObject({ version: 1, isNew: true });
  expect(await findCalendar(desk.database, 'IS SAATLERI')).toEqual({
    id: saved.id,
    version: 1,
    ...aCalendar('İş saatleri'),
  });
  const again = await saveCalendar(desk.database, { calendar: { ...aCalendar('is saatleri'), week: [] }, ...by });
  expect(again).toEqual({ id: saved.id, version: 2, isNew: false, isChanged: true });
  expect((await listCalendars(desk.database)).map(({ name }) => name)).toEqual(['is saatleri']);
});

test('saving what is there already changes nothing; each change is noted with who made it', async () => {
  const { id } = await saveCalendar(desk.database, { calendar: aCalendar('Quiet'), ...by });
  expect(await saveCalendar(desk.database, { calendar: aCalendar('Quiet'), ...by })).toMatchObject({
    version: 1,
    isChanged: false,
  });
  await removeCalendar(desk.database, { id, ...by });
  const notes = await desk.database('audit').where({ subject: id }).orderBy('id').pluck('action');
  expect(notes).toEqual(['calendar.saved', 'calendar.removed']);
});

test('of holidays added at the same time none is lost', async () => {
  await saveCalendar(desk.database, { calendar: aCalendar('Busy'), ...by });
  const days = Array.from({ length: 8 }, (_, index) => `2027-01-0${index + 1}`);
  await Promise.all(
    days.map((date) =>
      changeCalendar(desk.database, {
        name: 'busy',
        change: (calendar) => ({ ...calendar, holidays: [...calendar.holidays, { date, name: 'Feast', frames: [] }] }),
        ...by,
      }),
    ),
  );
  const { holidays, version } = await findCalendar(desk.database, 'Busy');
  expect(holidays.map(({ date }) => date).toSorted()).toEqual(['2026-10-29', ...days]);
  expect(version).toBe(9);
});

test('who changes what somebody else has changed meanwhile is told', async () => {
  const save = (seenVersion: number) =>
    saveCalendar(desk.database, { calendar: { ...aCalendar('Seen'), week: [] }, seenVersion, ...by });
  await save(0);
  await expect(save(0)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(save(1)).resolves.toMatchObject({ isChanged: false });
});

test('a calendar that a chatbot asks is not removed, and the refusal tells which', async () => {
  const { id } = await saveCalendar(desk.database, { calendar: aCalendar('Mesai'), ...by });
  const asks: Block[] = [{ kind: 'hours', calendar: 'MESAİ', inside: 'open', outside: 'open' }];
  const save = { kind: 'chatbot' as const, name: 'night', title: 'Night', tags: [], ...by };
  const flows = (main: Block[]) => ({ title: 'Night', tags: [], flows: { main, open: [{ kind: 'end' }] } });
  await saveDesign(desk.database, { ...save, text: 'one', definition: flows(asks), isPublished: true });
  await expect(removeCalendar(desk.database, { id, ...by })).rejects.toMatchObject({
    code: 'REFUSED',
    message: 'Mesai is asked by chatbot night (version 1, published): it cannot be removed',
  });

  await saveDesign(desk.database, { ...save, text: 'two', definition: flows([{ kind: 'end' }]), isPublished: true });
  await saveDesign(desk.database, { ...save, text: 'three', definition: flows(asks), isPublished: false });
  await expect(removeCalendar(desk.database, { id, ...by })).rejects.toThrow('night (version 3, draft)');

  const design = await findDesign(desk.database, 'chatbot', 'night');
  const talk = { design_id: design.id, visitor_id: 'v', language: 'tr', state: '{}' };
  await desk.database('conversations').insert({
    ...talk,
    id: '00000000-0000-4000-8000-000000000001',
    version: 1,
    visitor_seen_at: by.now,
    started_at: by.now,
  });
  await saveDesign(desk.database, { ...save, text: 'four', definition: flows([{ kind: 'end' }]), isPublished: false });
  await publishDesign(desk.database, { design, version: 4, ...by });
  await expect(removeCalendar(desk.database, { id, ...by })).rejects.toThrow('night (version 1, talks under way)');

  await desk.database('conversations').update({ phase: 'ended' });
  await removeDesign(desk.database, { design, ...by });
  await removeCalendar(desk.database, { id, ...by });
  await expect(findCalendar(desk.database, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a name that is none is refused', async () => {
  for (const name of ['', ' ', 'a\nb\u0007', 'x'.repeat(101)])
    await expect(saveCalendar(desk.database, { calendar: aCalendar(name), ...by })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
});
