import { checkAnswers } from './check-answers.ts';
import type { FormField } from './form.ts';
import { readForm } from './read-form.ts';
import { requestOf } from './request-of.ts';

function formWith(...fields: string[]) {
  const { form, problems } = readForm(
    `name: f\ntitle: Help\nlanguages: [en, tr]\nfields:\n${fields.map((field) => `  - ${field}`).join('\n')}\n`,
  );
  if (!form) throw new Error(JSON.stringify(problems));
  return form;
}

function check(field: string, values: string[], language: 'en' | 'tr' = 'en') {
  const { answers, problems } = checkAnswers(formWith(field), { a: values }, language);
  return problems[0]?.message ?? answers['a'] ?? null;
}

describe('an answer', () => {
  test.each<[FormField['type'], string, string | string[], unknown]>([
    ['text', '', '  two   words\n', 'two words'],
    ['text', '', 'bell\u0007 and\u0000 nul', 'bell and nul'],
    ['textarea', '', ' one\r\ntwo\u001b[31m ', 'one\ntwo[31m'],
    ['textarea', '', 'x'.repeat(10_000), 'x'.repeat(10_000)],
    ['text', '', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['text', '', 'user\u202egnp.exe', 'user\u202egnp.exe'],
    ['email', '', ' <ayse@shop.example> ', 'ayse@shop.example'],
    ['email', '', 'ayse', expect.stringContaining('no e-mail address')],
    ['email', '', 'a@b.example\nBcc: c@d.example', expect.stringContaining('no e-mail address')],
    ['phone', '', '0532 123 45 67', '05321234567'],
    ['phone', '', 'call me', expect.stringContaining('no phone number')],
    ['number', '', '12,5', '12.5'],
    ['number', 'min: 1, max: 9', '10', 'Please give 9 or less.'],
    ['number', '', '1e999', 'This is no number.'],
    ['date', '', '2026-02-29', expect.stringContaining('no date')],
    ['date', '', '2028-02-29', '2028-02-29'],
    ['choice', 'options: [x, y]', 'x', 'x'],
    ['choice', 'options: [x, y]', 'z', 'This is none of the options.'],
    ['choices', 'options: [x, y, z], max: 2', ['x', 'y', 'x'], ['x', 'y']],
    ['choices', 'options: [x, y, z], max: 2', ['x', 'y', 'z'], 'Please choose at most 2.'],
    ['checkbox', '', 'on', 'yes'],
    ['checkbox', 'required: yes', '', 'Please tick this to go on.'],
    ['text', '', ['one', 'two'], 'Only one answer fits here.'],
    ['text', 'required: yes', ' \u0000 ', 'Please fill this in.'],
    ['text', 'min: 3', 'ab', 'Please write at least 3 characters.'],
    ['text', '', 'x'.repeat(10_000), 'Please write at most 500 characters; these are 10000.'],
    ['text', 'pattern: "[A-Z]{2}\\\\d+", patternMessage: Two letters and digits', 'x1', 'Two letters and digits'],
    ['text', 'pattern: "[A-Z]{2}\\\\d+"', 'AB12', 'AB12'],
    ['file', 'required: yes', [], 'Please choose a file.'],
  ])('of a %s (%s) is kept or refused with its reason', (type, more, value, expected) => {
    const given = check(
      `{name: a, type: ${type}${more ? `, ${more.replaceAll('\\\\', '\\\\')}` : ''}}`,
      [value].flat(),
    );
    expect(given).toEqual(expected);
  });

  test('is refused in the language of the visitor', () => {
    expect(check('{name: a, type: text, required: yes}', [], 'tr')).toBe('Lütfen bu alanı doldurun.');
  });

  test('that a pattern made for hanging a server does not hang it', () => {
    const before = Date.now();
    check('{name: a, type: textarea, pattern: "(a+)+b"}', ['a'.repeat(20_000)]);
    expect(Date.now() - before).toBeLessThan(15_000);
  });

  test('under a name that is no field is named', () => {
    const form = formWith('{name: a, type: text}');
    const { problems } = checkAnswers(form, { a: ['x'], tags: ['vip'], __proto__: ['y'] }, 'en');
    expect(problems).toEqual([{ field: 'tags', message: 'The form has no such field.' }]);
  });
});

describe('the request of a form', () => {
  const form = {
    ...formWith(
      '{name: who, type: name, label: {en: Your name, tr: Adınız}}',
      '{name: email, type: email, label: E-mail}',
      '{name: topic, type: choice, label: Topic, options: [{value: o, label: {en: An order, tr: Sipariş}}]}',
      '{name: short, type: textarea, label: Short}',
      '{name: long, type: textarea, label: Long}',
    ),
    subject: '{{topic}} of {{who}}',
  };

  test('has all answers as lines, the longest text as its words, and who asks', () => {
    const answers = { who: 'Ayşe', email: 'a@b.example', topic: 'o', short: 'hm', long: 'one\ntwo' };
    expect(requestOf(form, answers, 'tr')).toEqual({
      subject: 'o of Ayşe',
      text: 'Adınız: Ayşe\nE-mail: a@b.example\nTopic: Sipariş\nShort: hm\nLong: \none\ntwo',
      words: 'one\ntwo',
      contact: { name: 'Ayşe', email: 'a@b.example', phone: null },
    });
  });

  test('whose subject comes out empty is named after the form, and a long one is cut', () => {
    const subject = (who: string) => requestOf({ ...form, subject: '{{who}}' }, { who }, 'en').subject;
    expect(requestOf({ ...form, subject: '{{who}}' }, {}, 'en').subject).toBe('Help');
    expect(subject('{{email}}')).toBe('{{email}}');
    expect(Array.from(subject('😀'.repeat(300)))).toHaveLength(200);
  });
});
