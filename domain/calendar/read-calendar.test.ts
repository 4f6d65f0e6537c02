import { describeProblem } from '../design/problem.ts';
import { readCalendar } from './read-calendar.ts';
import { writeCalendar } from './write-calendar.ts';

const good = `name: Destek saatleri
timeZone: Europe/Istanbul
week:
  monday: 13:30-18:00, 09:00-12:30
  tuesday: [09:00-12:00, 12:00-18:00]
  wednesday: 00:00-24:00
  thursday: closed
  friday:
holidays:
  - date: 2026-10-29
    name: Cumhuriyet Bayramı
  - { date: 2026-10-28, name: Arife, hours: 09:00-13:00 }
holidaysFrom: tatiller.ics
`;

function mistakes(text: string): string[] {
  const { calendar, problems } = readCalendar(text);
  expect(calendar).toBeNull();
  return problems.map(describeProblem);
}

test('a calendar file is read as it is meant: frames in order, touching ones joined, holidays by date', () => {
  const { calendar, holidaysFrom, problems } = readCalendar(good);
  expect(problems).toEqual([]);
  expect(holidaysFrom).toBe('tatiller.ics');
  expect(calendar?.week).toEqual([
    [
      { fromMinute: 540, toMinute: 750 },
      { fromMinute: 810, toMinute: 1080 },
    ],
    [{ fromMinute: 540, toMinute: 1080 }],
    [{ fromMinute: 0, toMinute: 1440 }],
    [],
    [],
    [],
    [],
  ]);
  expect(calendar?.holidays).toEqual([
    { date: '2026-10-28', name: 'Arife', frames: [{ fromMinute: 540, toMinute: 780 }] },
    { date: '2026-10-29', name: 'Cumhuriyet Bayramı', frames: [] },
  ]);
});

test('a calendar that is written is read back the same', () => {
  const { calendar } = readCalendar(good);
  expect(readCalendar(writeCalendar(calendar!)).calendar).toEqual(calendar);
});

test('every mistake is told at once, with its line and what may stand there', () => {
  const told = mistakes(`name: Support
timeZone: Europe/Instanbul
week:
  monday: 09:00-13:00, 12:00-18:00
  tuesday: 09:00-25:00
  wednesday: 18:00-09:00
  thursday: nine to five
  friday: 09:00-09:00
holidays:
  - { date: 2026-02-30, name: Never }
  - { date: 2026-10-29, name: Feast }
  - { date: 2026-10-29, name: Again }
`);
  expect(told).toEqual([
    expect.stringMatching(/^line 2:1, timeZone: there is no time zone Europe\/Instanbul\. Allowed: Europe\/Istanbul, /),
    expect.stringMatching(/^line 4:3, week\.monday: 12:00-18:00 overlaps 09:00-13:00/),
    expect.stringMatching(/^line 5:3, week\.tuesday: "09:00-25:00" has a time that no clock shows/),
    expect.stringMatching(/^line 6:3, .*split it at midnight: 18:00-24:00 here, and 00:00-09:00 on the next day/),
    expect.stringMatching(/^line 7:3, .*"nine to five" is no frame of hours\. Allowed: 09:00-18:00/),
    expect.stringMatching(/^line 8:3, .*the whole day is 00:00-24:00/),
    expect.stringMatching(/^line 10:7, holidays\.0\.date: there is no day 2026-02-30/),
    expect.stringMatching(/^line 12:7, holidays\.2\.date: 2026-10-29 stands twice/),
  ]);
});

test('a key that is not known, a value of another kind and a file that is no calendar are told', () => {
  expect(mistakes('name: A\ntimeZone: UTC\nweek:\n  montag: 09:00-10:00\n').join()).toMatch(
    /^line 4:3, week\.montag: /,
  );
  expect(mistakes('name: A\ntimeZone: UTC\nweek:\n  monday: 9\n').join()).toMatch(
    /^line 4:3, week\.monday: must be hours/,
  );
  expect(mistakes('name: A\ntimeZone: +03:00\nweek: {}\n').join()).toMatch(/there is no time zone \+03:00/);
  expect(mistakes('- 1').join()).toMatch(/^line 1:1: must /);
  expect(mistakes('week: [').join()).toMatch(/^line 1/);
  expect(mistakes('').join()).toMatch(/^line 1:1: must /);
});

test('a calendar by which nobody ever works is taken, with a warning', () => {
  const { calendar, problems } = readCalendar('name: A\ntimeZone: UTC\nweek: {}\n');
  expect(calendar).not.toBeNull();
  expect(problems.map(({ message, isWarning }) => [message, isWarning])).toEqual([
    ['the desk never works by this calendar', true],
  ]);
});

test('a key that is unknown hides no other mistake', () => {
  const { calendar, problems } = readCalendar(
    [
      'name: Office',
      'timeZone: Mars/Olympus',
      'week:',
      '  monday: 25:00-26:00',
      '  funday: 09:00-18:00',
      'holidays:',
      '  - { date: 2026-13-40, name: Nowhere }',
    ].join('\n'),
  );
  expect(calendar).toBeNull();
  expect([...new Set(problems.map(({ line }) => line))]).toEqual([2, 4, 5, 7]);
});
