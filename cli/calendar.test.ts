import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deskhandOf, type Ran } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

let desk: TestDatabase;
let home: string;
let calendar: (words: string[], input?: string) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'calendar-'));
  const deskhand = deskhandOf(desk, home);
  calendar = (words, input) => deskhand(['calendar', ...words], { input });
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

test('a calendar is made by flags, gets a holiday, answers, is shown as a file that makes the same, and goes', async () => {
  const made = await calendar([
    'apply',
    '--name',
    'Mesai',
    '--zone',
    'Europe/Istanbul',
    '--hours',
    'mon-fri 09:00-18:00',
  ]);
  expect(made).toMatchObject({
    exit: 0,
    out: 'Calendar Mesai is saved as version 1: Mon-Fri 09:00-18:00 (Europe/Istanbul), 0 holidays.\n',
  });
  const holiday = await calendar(['holiday', 'mesai', '2026-10-28', '--title', 'Arife', '--hours', '09:00-13:00']);
  expect(holiday.out).toBe('2026-10-28 is Arife in Mesai: 09:00-13:00.\n');

  const [open, closed, due, between] = await Promise.all([
    calendar(['open', 'MESAİ', '--at', '2026-10-28T12:59']),
    calendar(['open', 'mesai', '--at', '2026-10-30T18:00', '--json']),
    calendar(['add', 'mesai', '90', '--from', '2026-10-28T12:30']),
    calendar(['between', 'mesai', '2026-10-27T17:00', '2026-10-28T09:30', '--json']),
  ]);
  expect(open.out).toBe(
    'Mesai is open at 2026-10-28 12:59, until 2026-10-28 13:00 (Europe/Istanbul). 2026-10-28 is Arife.\n',
  );
  expect(JSON.parse(closed.out)).toMatchObject({ isOpen: false, until: '2026-11-02T06:00:00.000Z', holiday: null });
  expect(due.out).toContain('2026-10-29 10:00 (Europe/Istanbul)');
  expect(JSON.parse(between.out)).toMatchObject({ minutes: 90 });

  const shown = await calendar(['show', 'mesai']);
  const same = await calendar(['apply', '--file', '-'], shown.out);
  expect(same.out).toBe('Calendar Mesai is as it was, version 2.\n');

  expect((await calendar(['holiday', 'mesai', '2026-10-28', '--remove'])).out).toContain('is an ordinary day');
  expect(await calendar(['holiday', 'mesai', '2026-10-28', '--remove'])).toMatchObject({ exit: 3 });
  expect(await calendar(['remove', 'mesai'])).toMatchObject({ exit: 0 });
  expect((await calendar(['list'])).out).toContain('No calendar');
});

test('a file takes its holidays from an .ics file beside it; what the file itself says of a day holds', async () => {
  const year = new Date().getUTCFullYear();
  const ics = [
    'BEGIN:VCALENDAR',
    'BEGIN:VEVENT',
    'DTSTART;VALUE=DATE:20001029',
    'RRULE:FREQ=YEARLY',
    'SUMMARY:Bayram',
    'END:VEVENT',
  ];
  const meeting = ['BEGIN:VEVENT', 'DTSTART:20261029T090000Z', 'SUMMARY:Meeting', 'END:VEVENT', 'END:VCALENDAR', ''];
  writeFileSync(join(home, 'tatil.ics'), [...ics, ...meeting].join('\r\n'));
  const file = `name: File\ntimeZone: UTC\nweek: { monday: 09:00-18:00 }\nholidays: [{ date: ${year}-10-29, name: Ours, hours: 10:00-11:00 }]\nholidaysFrom: tatil.ics\n`;
  writeFileSync(join(home, 'file.yaml'), file);
  const applied = await calendar(['apply', '-f', join(home, 'file.yaml')]);
  expect(applied.out).toContain('6 holidays added from');
  expect(applied.out).toContain('events with a time of day, left out: 1');
  const { holidays } = JSON.parse((await calendar(['show', 'File', '--json'])).out) as {
    holidays: { date: string; name: string }[];
  };
  expect(holidays).toHaveLength(7);
  expect(holidays.find(({ date }) => date === `${year}-10-29`)?.name).toBe('Ours');
});

test('a wrong file or flag changes nothing and tells each mistake', async () => {
  const wrong = await calendar(
    ['apply', '-f', '-'],
    'name: A\ntimeZone: Mars\nweek:\n  monday: 18:00-09:00\n  friday: 25:00-26:00\n',
  );
  expect(wrong.exit).toBe(4);
  expect(wrong.errors).toMatch(
    /^DESIGN_INVALID: the calendar has 3 mistakes\n {2}line 2:1, .*\n {2}line 4:3, .*midnight.*\n {2}line 5:3, /,
  );
  const refused = await Promise.all([
    calendar(['apply', '--name', 'A']),
    calendar(['apply', '--name', 'A', '--zone', 'Europe/Instanbul']),
    calendar(['apply', '--name', 'A', '--zone', 'UTC', '--hours', 'mon 09:00-08:00']),
    calendar(['apply', '--name', 'A', '--zone', 'UTC', '--holidays', 'nowhere.ics']),
    calendar(['open', 'A']),
    calendar(['add', 'A', '1e9']),
    calendar(['apply', '--name', 'A', '--zone', '+03:00']),
  ]);
  expect(refused.at(-1)?.errors).toContain('there is no time zone +03:00; there are such as Europe/Istanbul.');
  expect(refused.map(({ exit, errors }) => [exit, errors.split(':')[0]])).toEqual([
    [2, 'USAGE'],
    [4, 'INVALID_INPUT'],
    [2, 'USAGE'],
    [3, 'NOT_FOUND'],
    [3, 'NOT_FOUND'],
    [2, 'USAGE'],
    [4, 'INVALID_INPUT'],
  ]);
});
