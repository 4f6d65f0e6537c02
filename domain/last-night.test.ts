import { lastNight } from './last-night.ts';

test.each([
  ['Europe/Istanbul', '2026-11-23T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['Europe/Istanbul', '2026-11-22T23:59:59.999Z', '2026-11-22T00:00:00.000Z'],
  ['Europe/Istanbul', '2026-11-23T20:30:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['Europe/Istanbul', '2026-11-23T21:30:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['America/New_York', '2026-11-23T05:00:00.000Z', '2026-11-22T08:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29T00:30:00.000Z', '2026-03-28T02:00:00.000Z'],
  ['Europe/Berlin', '2026-03-29T12:00:00.000Z', '2026-03-29T01:00:00.000Z'],
])('in %s at %s the last night began at %s', (timeZone, now, night) => {
  expect(lastNight(timeZone, now)).toBe(night);
});
