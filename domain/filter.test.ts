import fc from 'fast-check';
import { DeskError } from './errors.ts';
import { filterFields, parseFilter } from './filter.ts';

const terms = (text: string) => parseFilter(text).terms;

test('words and "quoted phrases" search text; a leading minus excludes', () => {
  expect(terms('kargo "nerede kaldı" -iade')).toEqual([
    { isNegated: false, field: 'words', text: 'kargo', isPhrase: false },
    { isNegated: false, field: 'words', text: 'nerede kaldı', isPhrase: true },
    { isNegated: true, field: 'words', text: 'iade', isPhrase: false },
  ]);
  expect(terms('   ')).toEqual([]);
});

test('a field takes a value, quoted when it has blanks; its name may be written in capitals', () => {
  expect(terms('assigned:"Ayşe Yılmaz" -TAG:İade')).toEqual([
    { isNegated: false, field: 'assigned', name: 'Ayşe Yılmaz' },
    { isNegated: true, field: 'tag', name: 'İade' },
  ]);
});

test('categories, channels and states are checked while reading', () => {
  expect(terms('category:open channel:web-form is:ARCHIVED')).toMatchObject([
    { category: 'open' },
    { channel: 'web-form' },
    { state: 'archived' },
  ]);
  expect(() => parseFilter('channel:telex')).toThrow('channel:telex is not known; there are chatbot');
  expect(() => parseFilter('is:lost')).toThrow('is:lost is not known');
});

test('ages and dates say when', () => {
  expect(terms('older:3d newer:2h')).toMatchObject([
    { moment: { secondsAgo: 259_200 } },
    { moment: { secondsAgo: 7200 } },
  ]);
  expect(terms('newer:2026-11-01')).toMatchObject([{ moment: { at: '2026-11-01T00:00:00' } }]);
  expect(terms('older:2026-11-01T10:00:00Z')).toMatchObject([{ moment: { at: '2026-11-01T10:00:00Z' } }]);
  expect(() => parseFilter('older:soon')).toThrow('older:soon is no time');
  expect(() => parseFilter('older:2026-13-45')).toThrow('is no time');
});

test('a ticket number is found with or without its sign', () => {
  expect(terms('number:#1042 #1043')).toMatchObject([
    { field: 'number', number: 1042 },
    { field: 'number', number: 1043 },
  ]);
  expect(() => parseFilter('number:x')).toThrow('number:x is no ticket number');
});

test('the error names the part that is wrong', () => {
  expect(() => parseFilter('iade colour:red')).toThrow('there is no filter colour: (in colour:red)');
  expect(() => parseFilter('status:')).toThrow('status: has no value; try status:Pending');
  expect(() => parseFilter('tag:"a b')).toThrow('the quote of tag:"a b is not closed');
  expect(() => parseFilter('iade -')).toThrow('- has no letter or digit');
  expect(() => parseFilter('a\u0000b')).toThrow('control character');
});

test('an address in the text is a word, not a filter', () => {
  expect(terms('https://shop.example/1')).toEqual([
    { isNegated: false, field: 'words', text: 'https://shop.example/1', isPhrase: false },
  ]);
});

test('any text is a filter or wrong usage with a reason', () => {
  const piece = fc.constantFrom(
    '-',
    ':',
    '"',
    ' ',
    '#',
    'tag',
    'is:open',
    'older:',
    '3d',
    'ş',
    'İ',
    'status:"',
    '//',
    '\n',
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(text, (typed) => {
      try {
        expect(parseFilter(typed).terms.every(({ field }) => field === 'words' || field in filterFields)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(DeskError);
        expect((error as DeskError).code).toBe('USAGE');
        expect((error as DeskError).message).not.toBe('');
      }
    }),
    { numRuns: 2000 },
  );
});

test('every word and value comes back whole', () => {
  const word = fc.stringMatching(/^[a-zçğıöşü0-9]{1,12}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 10 }), (words) => {
      const typed = words.map((text) => `"${text}" tag:"${text} x"`).join(' ');
      expect(terms(typed)).toMatchObject(
        words.flatMap((text) => [
          { field: 'words', text },
          { field: 'tag', name: `${text} x` },
        ]),
      );
    }),
  );
});
