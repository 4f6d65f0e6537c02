import type { Calendar } from '../calendar/calendar.ts';
import { answerBy } from './answer-by.ts';

test('a question is due three business days after it was asked; weekends do not count', () => {
  expect(answerBy('2026-11-23T09:00:00.000Z', null)).toBe('2026-11-26T09:00:00.000Z');
  expect(answerBy('2026-11-26T09:00:00.000Z', null)).toBe('2026-12-01T09:00:00.000Z');
  // On a Saturday: the days begin with Monday, on the clocks of Istanbul.
  expect(answerBy('2026-11-28T09:00:00.000Z', null)).toBe('2026-12-02T21:00:00.000Z');
});

test('a calendar of the desk takes its holidays out, and a short day of work counts as a whole one', () => {
  const day = [{ fromMinute: 540, toMinute: 720 }];
  const calendar: Calendar = {
    name: 'Depo',
    timeZone: 'Europe/Istanbul',
    week: [day, day, day, day, day, [], []],
    holidays: [{ date: '2026-11-24', name: 'Off', frames: [] }],
  };
  expect(answerBy('2026-11-23T09:00:00.000Z', calendar)).toBe('2026-11-27T09:00:00.000Z');
  expect(answerBy('2026-11-23T09:00:00.000Z', { ...calendar, week: [[], [], [], [], [], [], []] })).toBeNull();
});
