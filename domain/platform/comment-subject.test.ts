import { commentSubject } from './comment-subject.ts';

const place = { id: '1', title: 'Summer', url: null };

test('a comment is called by its first line that has words', () => {
  expect(commentSubject({ text: ' \n\r\n  Kargo   ne\tzaman? \nÜç gün oldu', place })).toBe('Kargo ne zaman?');
});

test('a long line is cut between letters, whatever they are made of', () => {
  const family = '👩‍👩‍👧‍👦';
  expect(commentSubject({ text: 'ş'.repeat(80), place })).toBe('ş'.repeat(80));
  expect(commentSubject({ text: family.repeat(100), place })).toBe(`${family.repeat(79)}…`);
  expect(commentSubject({ text: `a${'\u0301'.repeat(10_000)}`, place })?.length).toBeLessThan(3000);
});

test('without words it is called by its place, and without either by nothing', () => {
  expect(commentSubject({ text: '  \n', place })).toBe('Summer');
  expect(commentSubject({ text: '', place: null })).toBeNull();
});
