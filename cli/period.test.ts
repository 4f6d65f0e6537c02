import { parsePeriod } from './period.ts';

const now = new Date('2026-11-23T09:00:00');
const local = (time: string) => new Date(time).toISOString();

test.each([
  ['a week until now', '7d', undefined, local('2026-11-16T09:00:00'), local('2026-11-23T09:00:00')],
  ['whole days', '2026-11-01', '2026-11-20', local('2026-11-01T00:00:00'), local('2026-11-21T00:00:00')],
  ['one whole day', '2026-11-01', '2026-11-01', local('2026-11-01T00:00:00'), local('2026-11-02T00:00:00')],
  ['today, which ends now', '2026-11-23', '2026-11-23', local('2026-11-23T00:00:00'), local('2026-11-23T09:00:00')],
  ['times', '2026-11-20T09:00Z', '12h', '2026-11-20T09:00:00.000Z', local('2026-11-22T21:00:00')],
])('%s', (_what, from, to, begins, ends) => {
  expect(parsePeriod({ from, to }, now)).toEqual({ from: begins, to: ends });
});

test.each([
  ['a word', 'yesterday', 'USAGE'],
  ['a day that is none', '2026-02-31', 'USAGE'],
  ['a day to come', '2026-12-01', 'INVALID_INPUT'],
])('%s is no beginning of a period', (_what, from, code) => {
  expect(() => parsePeriod({ from, to: undefined }, now)).toThrow(expect.objectContaining({ code }));
});
