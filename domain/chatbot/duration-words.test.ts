import fc from 'fast-check';
import { readDuration, sayDuration } from './duration-words.ts';

test.each([
  ['90 seconds', 90],
  ['1 second', 1],
  ['30 minutes', 1800],
  ['2 hours', 7200],
  ['1 day', 86_400],
  ['1 hour 30 minutes', 5400],
  ['45 saniye', 45],
  ['2 Saat', 7200],
  ['1 GÜN', 86_400],
  ['15min', 900],
])('%s are %d seconds', (words, seconds) => {
  expect(readDuration(words)).toBe(seconds);
});

test.each(['', '90', 'soon', '3 parsecs', '-1 day', '1.5 hours', 'constructor', '1 constructor'])(
  '“%s” is no duration',
  (words) => {
    expect(readDuration(words)).toBeNull();
  },
);

test('a duration that is said is read back the same', () => {
  fc.assert(
    fc.property(fc.nat({ max: 40 * 86_400 }), (seconds) => {
      expect(readDuration(sayDuration(seconds))).toBe(seconds);
    }),
  );
});
