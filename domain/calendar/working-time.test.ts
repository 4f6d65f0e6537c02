import fc from 'fast-check';
import { addWorkingMinutes } from './add-working-minutes.ts';
import type { Calendar, Frame, Holiday } from './calendar.ts';
import { isOpen } from './is-open.ts';
import { nextChange } from './next-change.ts';
import { workingMinutesBetween } from './working-minutes-between.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const wholeDay = [{ fromMinute: 0, toMinute: 1440 }];

function aCalendar(timeZone: string, frames: Frame[], holidays: Holiday[] = []): Calendar {
  return { name: 'Support', timeZone, week: Array.from({ length: 7 }, () => frames), holidays };
}

const office = aCalendar('Europe/Istanbul', [
  { fromMinute: 540, toMinute: 750 },
  { fromMinute: 810, toMinute: 1080 },
]);
const never = aCalendar('Europe/Istanbul', []);
const always = aCalendar('Europe/Berlin', wholeDay);

/** A day on which the clocks of the zone change, most of them at or around midnight or by an odd amount. */
const changes: [zone: string, day: string][] = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-11-01'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['Asia/Beirut', '2026-03-29'],
  ['Asia/Beirut', '2026-10-24'],
  ['Africa/Cairo', '2026-04-24'],
  ['Africa/Cairo', '2026-10-29'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['Europe/Istanbul', '2016-09-07'],
  ['Asia/Tehran', '2022-09-21'],
  ['Pacific/Apia', '2011-12-29'],
  ['Africa/Casablanca', '2026-02-15'],
  ['UTC', '2026-06-01'],
];

const walls = new Map<string, Intl.DateTimeFormat>();

function wallOf(timeZone: string): Intl.DateTimeFormat {
  const wall =
    walls.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  walls.set(timeZone, wall);
  return wall;
}

/** What the wall shows, asked anew each minute: slow, and plainly right. */
function showsOpen(calendar: Calendar, timeMs: number): boolean {
  const [date = '', time = ''] = wallOf(calendar.timeZone).format(timeMs).split(' ');
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const holiday = calendar.holidays.find((day) => day.date === date);
  const frames = holiday?.frames ?? calendar.week[(new Date(date).getUTCDay() + 6) % 7] ?? [];
  const shown = hour * 60 + minute;
  return frames.some(({ fromMinute, toMinute }) => shown >= fromMinute && shown < toMinute);
}

function countMinutes(calendar: Calendar, fromMs: number, toMs: number): number {
  let count = 0;
  for (let timeMs = fromMs; timeMs < toMs; timeMs += MINUTE) if (showsOpen(calendar, timeMs)) count += 1;
  return count;
}

function iso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

const someFrames = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom<Frame[][]>([], wholeDay) },
  {
    weight: 4,
    arbitrary: fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 7 })
      .map((minutes) => minutes.toSorted((a, b) => a - b))
      .map((minutes) =>
        Array.from({ length: Math.floor(minutes.length / 2) }, (_, index) => ({
          fromMinute: minutes[index * 2]!,
          toMinute: minutes[index * 2 + 1]!,
        })),
      ),
  },
);

/** A calendar, and a span of up to two days around a change of its clocks. */
const someCase = fc
  .record({
    change: fc.constantFrom(...changes),
    week: fc.array(someFrames, { minLength: 7, maxLength: 7 }),
    holiday: fc.option(fc.record({ offset: fc.integer({ min: -1, max: 2 }), frames: someFrames }), { nil: null }),
    startMinute: fc.integer({ min: -1440, max: 1440 }),
    minutes: fc.integer({ min: 0, max: 2 * 1440 }),
  })
  .map(({ change: [timeZone, day], week, holiday, startMinute, minutes }) => {
    const dayMs = Date.parse(day);
    const holidays = holiday
      ? [{ date: iso(dayMs + holiday.offset * DAY).slice(0, 10), name: 'Feast', frames: holiday.frames }]
      : [];
    const fromMs = dayMs + startMinute * MINUTE;
    return { calendar: { name: 'Any', timeZone, week, holidays }, fromMs, minutes };
  });

test('working minutes are those that a minute-by-minute look at the wall clock counts, on days when clocks change too', () => {
  fc.assert(
    fc.property(someCase, ({ calendar, fromMs, minutes }) => {
      const toMs = fromMs + minutes * MINUTE;
      expect(workingMinutesBetween(calendar, iso(fromMs), iso(toMs))).toBe(countMinutes(calendar, fromMs, toMs));
      expect(isOpen(calendar, iso(fromMs))).toBe(showsOpen(calendar, fromMs));
    }),
    { numRuns: 120 },
  );
});

test('adding working minutes gives the first moment by which so many have passed', () => {
  fc.assert(
    fc.property(someCase, ({ calendar, fromMs, minutes }) => {
      const due = addWorkingMinutes(calendar, iso(fromMs), minutes);
      if (due === null) {
        expect(calendar.week.flat()).toEqual([]);
        return;
      }
      expect(workingMinutesBetween(calendar, iso(fromMs), due)).toBe(minutes);
      if (minutes > 0) {
        expect(workingMinutesBetween(calendar, iso(fromMs), iso(Date.parse(due) - 1))).toBeLessThan(minutes);
        expect(isOpen(calendar, iso(Date.parse(due) - 1))).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('the next change is the first minute whose answer differs', () => {
  fc.assert(
    fc.property(someCase, ({ calendar, fromMs }) => {
      const change = nextChange(calendar, iso(fromMs));
      if (change === null || Date.parse(change) - fromMs > 2 * DAY) return;
      const before = isOpen(calendar, iso(fromMs));
      expect(isOpen(calendar, change)).toBe(!before);
      for (let timeMs = fromMs; timeMs < Date.parse(change); timeMs += 7 * MINUTE)
        expect(isOpen(calendar, iso(timeMs))).toBe(before);
    }),
    { numRuns: 100 },
  );
});

test('time that passes in parts passes as a whole', () => {
  fc.assert(
    fc.property(someCase, fc.integer({ min: 0, max: 2 * DAY }), ({ calendar, fromMs, minutes }, partMs) => {
      const [from, middle, to] = [iso(fromMs), iso(fromMs + partMs), iso(fromMs + minutes * MINUTE)];
      const parts = workingMinutesBetween(calendar, from, middle) + workingMinutesBetween(calendar, middle, to);
      expect(parts).toBeCloseTo(workingMinutesBetween(calendar, from, to), 6);
    }),
    { numRuns: 300 },
  );
});

test('the night that loses an hour has 180 minutes from 00:00 to 04:00, the one that gains it 300', () => {
  const night = aCalendar('Europe/Berlin', [{ fromMinute: 0, toMinute: 240 }]);
  expect(workingMinutesBetween(night, '2026-03-28T12:00:00Z', '2026-03-29T12:00:00Z')).toBe(180);
  expect(workingMinutesBetween(night, '2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z')).toBe(300);
  expect(workingMinutesBetween(night, '2026-11-23T12:00:00Z', '2026-11-24T12:00:00Z')).toBe(240);
});

test('where clocks change at midnight, the evening that comes twice counts twice and the missing first hour does not', () => {
  const evening = aCalendar('America/Sao_Paulo', [{ fromMinute: 1200, toMinute: 1440 }]);
  expect(workingMinutesBetween(evening, '2018-02-17T15:00:00Z', '2018-02-18T15:00:00Z')).toBe(300);
  const morning = aCalendar('America/Sao_Paulo', [{ fromMinute: 0, toMinute: 240 }]);
  expect(workingMinutesBetween(morning, '2018-11-03T15:00:00Z', '2018-11-04T15:00:00Z')).toBe(180);
});

test('a day that a zone leaves out has no working time', () => {
  const samoa = aCalendar('Pacific/Apia', [{ fromMinute: 540, toMinute: 1020 }]);
  expect(workingMinutesBetween(samoa, '2011-12-29T10:00:00Z', '2011-12-31T10:00:00Z')).toBe(960);
});

test('the desk opens with the first millisecond of a frame and has closed at its end', () => {
  expect(isOpen(office, '2026-11-23T05:59:59.999Z')).toBe(false);
  expect(isOpen(office, '2026-11-23T06:00:00.000Z')).toBe(true);
  expect(isOpen(office, '2026-11-23T09:29:59.999Z')).toBe(true);
  expect(isOpen(office, '2026-11-23T09:30:00.000Z')).toBe(false);
  expect(nextChange(office, '2026-11-23T09:30:00.000Z')).toBe('2026-11-23T10:30:00.000Z');
  expect(nextChange(office, '2026-11-23T15:00:00.000Z')).toBe('2026-11-24T06:00:00.000Z');
});

test('seconds are not rounded', () => {
  expect(workingMinutesBetween(office, '2026-11-23T06:00:10Z', '2026-11-23T06:01:40Z')).toBe(1.5);
  expect(addWorkingMinutes(office, '2026-11-23T06:00:10.250Z', 1.5)).toBe('2026-11-23T06:01:40.250Z');
});

test('work that ends with a frame ends there, not when the next one begins', () => {
  expect(addWorkingMinutes(office, '2026-11-23T14:00:00Z', 60)).toBe('2026-11-23T15:00:00.000Z');
  expect(addWorkingMinutes(office, '2026-11-23T14:00:00Z', 61)).toBe('2026-11-24T06:01:00.000Z');
  expect(addWorkingMinutes(office, '2026-11-23T20:00:00Z', 0)).toBe('2026-11-23T20:00:00.000Z');
});

test('a holiday has its own hours, or none', () => {
  const half = { date: '2026-10-28', name: 'Arife', frames: [{ fromMinute: 540, toMinute: 780 }] };
  const feast = { date: '2026-10-29', name: 'Cumhuriyet Bayramı', frames: [] };
  const closed = { ...office, holidays: [half, feast] };
  expect(workingMinutesBetween(closed, '2026-10-27T21:00:00Z', '2026-10-29T21:00:00Z')).toBe(240);
  expect(addWorkingMinutes(closed, '2026-10-28T09:30:00Z', 45)).toBe('2026-10-30T06:15:00.000Z');
});

test('a desk that never works reaches nothing, and one that always works never closes', () => {
  expect(addWorkingMinutes(never, '2026-11-23T06:00:00Z', 1)).toBeNull();
  expect(workingMinutesBetween(never, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toBe(0);
  expect(nextChange(never, '2026-11-23T06:00:00Z')).toBeNull();
  expect(nextChange(always, '2026-11-23T06:00:00Z')).toBeNull();
  expect(workingMinutesBetween(always, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toBe(365 * 1440);
  expect(addWorkingMinutes(always, '2026-01-01T00:00:00Z', 365 * 1440)).toBe('2027-01-01T00:00:00.000Z');
  expect(addWorkingMinutes(always, '2026-01-01T00:00:00Z', Number.MAX_VALUE)).toBeNull();
});

test('times and counts that make no sense are refused', () => {
  for (const time of ['yesterday', '', '0001-01-01T00:00:00Z', '9999-12-31T00:00:00Z'])
    expect(() => isOpen(office, time)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  for (const minutes of [-1, Number.NaN])
    expect(() => addWorkingMinutes(office, '2026-11-23T06:00:00Z', minutes)).toThrow('cannot be added');
});

test('a year of working time is counted by days, not minute by minute', () => {
  const year = () => workingMinutesBetween(office, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
  year();
  const times = Array.from({ length: 15 }, () => {
    const begun = performance.now();
    year();
    return performance.now() - begun;
  }).toSorted((a, b) => a - b);
  expect(times[7]).toBeLessThan(100);
});
