import fc from 'fast-check';
import { attributesIn, badPlacesIn, fillIn } from './fill-in.ts';

test('a text takes the visitor’s words where it names them; what nobody said stays empty', () => {
  expect(fillIn('Hello {{name}}, {{ email }}!', { name: 'Ayşe', email: 'a@b.example' })).toBe(
    'Hello Ayşe, a@b.example!',
  );
  expect(fillIn('[{{nothing}}]', {})).toBe('[]');
  expect(fillIn('[{{constructor}}{{toString}}]', {})).toBe('[]');
});

test('words of a visitor are never read as a text of ours', () => {
  expect(fillIn('{{request}}', { request: '{{email}}', email: 'secret@b.example' })).toBe('{{email}}');
  expect(fillIn('{{a}}{{b}}', { a: '{{', b: 'name}}', name: 'x' })).toBe('{{name}}');
  expect(fillIn('{{request}}', { request: '$& $1 $`' })).toBe('$& $1 $`');
});

test('control characters of a visitor are left out, and a subject is one line', () => {
  expect(fillIn('{{request}}', { request: 'a\u001b[31mb\u0000c\r\nd\u009be\u007f' })).toBe('a[31mbc\nde');
  expect(fillIn('About {{request}}', { request: 'one\r\ntwo\tthree\n' }, { isOneLine: true })).toBe(
    'About one two three',
  );
});

test('no value can break a subject into lines or bring a control character', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(fillIn('{{x}}', { x: value }, { isOneLine: true })).not.toMatch(/\p{Cc}|\u2028|\u2029/u);
    }),
  );
});

test('the attributes a text names are found, and so is what was meant as one but is not', () => {
  expect(attributesIn('{{name}} {{ e-mail }} {{name}}')).toEqual(['name', 'e-mail']);
  expect(badPlacesIn('{{name}} {{şehir}} {{order.id}}')).toEqual([]);
  expect(badPlacesIn('Hello {{name}')).toEqual(['{{name']);
  expect(badPlacesIn('Hello name}}')).toEqual(['name}}']);
  expect(badPlacesIn('{{}} {{two words}}')).toEqual(['{{}}', '{{two words}}']);
});
