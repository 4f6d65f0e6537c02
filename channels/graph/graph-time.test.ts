import { graphMoment } from './graph-time.ts';

test.each([
  ['2026-11-20T09:15:30+0000', '2026-11-20T09:15:30.000Z'],
  ['2026-11-20T12:15:30+0300', '2026-11-20T09:15:30.000Z'],
  [1_795_166_130, '2026-11-20T09:15:30.000Z'],
  [1_795_166_130_250, '2026-11-20T09:15:30.250Z'],
  ['1795166130', '2026-11-20T09:15:30.000Z'],
])('a moment given as %p is known', (given, iso) => {
  expect(graphMoment(given)).toBe(iso);
});

test.each([[''], ['yesterday'], [0], [-5], [Number.NaN], [1e300], [null], [{}]])('%p is no moment', (given) => {
  expect(graphMoment(given)).toBeNull();
});
