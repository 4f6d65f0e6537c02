import { readWeekHours } from './read-week-hours.ts';
import { sayWeek } from './say-week.ts';

test.each([
  ['mon-fri 09:00-18:00', [0, 1, 2, 3, 4], [540, 1080]],
  ['Monday - Friday 09:00-18:00', [0, 1, 2, 3, 4], [540, 1080]],
  ['sat,sun 10:00-12:30, 13:00-16:00', [5, 6], [600, 750, 780, 960]],
  ['fri-mon 22:00-24:00', [4, 5, 6, 0], [1320, 1440]],
  ['daily 00:00-24:00', [0, 1, 2, 3, 4, 5, 6], [0, 1440]],
  ['sun closed', [6], []],
])('"%s" is understood', (text, dayIndices, minutes) => {
  const read = readWeekHours(text);
  expect(read.mistakes).toEqual([]);
  expect(read.dayIndices).toEqual(dayIndices);
  expect(read.frames.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])).toEqual(minutes);
});

test.each(['', 'mon', '09:00-18:00', 'someday 09:00-18:00', 'mon-tue-wed 09:00-18:00', 'm 09:00-18:00', 'mon 9 to 5'])(
  '"%s" is told to be wrong',
  (text) => {
    expect(readWeekHours(text).mistakes).not.toEqual([]);
  },
);

test('a week is said in one line', () => {
  const day = [{ fromMinute: 540, toMinute: 1080 }];
  expect(sayWeek([day, day, day, day, day, [{ fromMinute: 600, toMinute: 840 }], []])).toBe(
    'Mon-Fri 09:00-18:00; Sat 10:00-14:00',
  );
  expect(sayWeek([])).toBe('never');
});
