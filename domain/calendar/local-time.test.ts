import fc from 'fast-check';
import { localTime, momentOf } from './local-time.ts';

test('the wall of any zone at any time is what the platform says', () => {
  const moment = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2037, 11, 31) });
  fc.assert(
    fc.property(fc.constantFrom(...Intl.supportedValuesOf('timeZone')), moment, (timeZone, timeMs) => {
      const shown = new Date(timeMs).toLocaleString('sv-SE', { timeZone });
      expect(localTime(timeZone, new Date(timeMs).toISOString()).slice(0, 19)).toBe(shown.replace(' ', 'T'));
    }),
    { numRuns: 1000 },
  );
});

test('a time without an offset is what the wall shows there', () => {
  expect(momentOf('Europe/Istanbul', '2026-11-23T09:00')).toBe('2026-11-23T06:00:00.000Z');
  expect(momentOf('Europe/Istanbul', '2026-11-23 09:00:30')).toBe('2026-11-23T06:00:30.000Z');
  expect(momentOf('Europe/Istanbul', '2026-11-23')).toBe('2026-11-22T21:00:00.000Z');
  expect(momentOf('Europe/Istanbul', '2026-11-23T09:00Z')).toBe('2026-11-23T09:00:00.000Z');
  expect(momentOf('Europe/Istanbul', '2026-11-23T09:00:00+01:00')).toBe('2026-11-23T08:00:00.000Z');
  expect(localTime('Australia/Lord_Howe', '2026-11-23T00:00:00.250Z')).toBe('2026-11-23T11:00:00.250');
});

test('of a time that comes twice the first is meant, and one that is skipped is as much later', () => {
  expect(momentOf('Europe/Berlin', '2026-10-25T02:30')).toBe('2026-10-25T00:30:00.000Z');
  expect(momentOf('Europe/Berlin', '2026-03-29T02:30')).toBe('2026-03-29T01:30:00.000Z');
  expect(momentOf('America/Sao_Paulo', '2018-11-04')).toBe('2018-11-04T03:00:00.000Z');
});

test('what is no time is refused', () => {
  for (const text of [
    '',
    'noon',
    '2026-13-01T09:00',
    '2026-02-30',
    '2026-02-30T09:00',
    '2026-11-23T25:00',
    '9',
    '2026-11-23T09:00 or so',
  ])
    expect(() => momentOf('UTC', text)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
});
