import fc from 'fast-check';
import { fold, foldTopic } from './fold.ts';

test.each([
  ['İADE', 'iade'],
  ['IADE', 'iade'],
  ['ıslak', 'islak'],
  ['ŞİKÂYET', 'sikayet'],
  ['Kargo Takibi', 'kargo takibi'],
  ['ÇĞÖŞÜ', 'cgosu'],
])('%s is found as %s', (written, folded) => expect(fold(written)).toBe(folded));

test('folding what is folded changes nothing, and case never matters', () => {
  const word = fc.string({
    unit: fc.constantFrom(...'abcçdefgğhıijklmnoöprsştuüvyzABCÇDEFGĞHIİJKLMNOÖPRSŞTUÜVYZâîû 1'.split('')),
  });
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect(fold(fold(text))).toBe(fold(text))));
  fc.assert(fc.property(word, (text) => expect(fold(text.toLocaleUpperCase('tr'))).toBe(fold(text))));
  fc.assert(fc.property(word, (text) => expect(fold(text.toUpperCase())).toBe(fold(text))));
  fc.assert(fc.property(word, (text) => expect(fold(text.normalize('NFD'))).toBe(fold(text.normalize('NFC')))));
});

test('topics do not differ by blanks', () => expect(foldTopic('  Mesai   Dışı\tTalep ')).toBe('mesai disi talep'));
