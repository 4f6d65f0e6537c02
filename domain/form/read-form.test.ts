import { describeProblem } from '../design/problem.ts';
import { headingIn } from './heading-in.ts';
import { readForm } from './read-form.ts';

const contact = `name: contact
title: Contact us
fields:
  - {name: email, type: email, label: E-mail, required: yes}
  - {name: message, type: textarea}
`;

function told(text: string): string[] {
  return readForm(text).problems.map(describeProblem);
}

describe('a form file', () => {
  test('is read with what it leaves out filled in', () => {
    const { form, problems } = readForm(contact);
    expect(problems).toEqual([]);
    expect(form).toMatchObject({
      name: 'contact',
      languages: ['en'],
      subject: 'Contact us',
      tags: [],
      redirectionTag: null,
      limits: { postsPerHour: 20, postsPerDay: 240, files: 5, fileBytes: 10 * 1024 * 1024 },
    });
    expect(form?.fields[0]).toMatchObject({ name: 'email', type: 'email', label: 'E-mail', isRequired: true });
    expect(form?.fields[1]).toMatchObject({ label: 'message', isRequired: false });
  });

  test('takes texts for one language or several, options with and without labels, and sizes in words', () => {
    const { form, problems } = readForm(`
name: order-help
title: Help
languages: [tr, en]
fields:
  - {name: email, type: email, label: {en: E-mail, tr: E-posta}}
  - {name: topic, type: choice, label: {en: Topic, tr: Konu}, options: [007, {value: other, label: {en: Other, tr: Başka}}]}
subject: "{{topic}}"
tag: forms
tags: [help]
redirectionTag: sales
thanks: {en: "Thanks, #{{number}}", tr: "Sağ olun, #{{number}}"}
origins: ["https://shop.example", "http://127.0.0.1:8080"]
limits: {postsPerHour: 3, files: 1, fileSize: 2 MB}
`);
    expect(problems).toEqual([]);
    expect(form?.languages).toEqual(['tr', 'en']);
    expect(form?.tags).toEqual(['forms', 'help']);
    expect(form?.fields[1]?.options.map(({ value }) => value)).toEqual(['007', 'other']);
    expect(form?.limits).toEqual({ postsPerHour: 3, postsPerDay: 240, files: 1, fileBytes: 2 * 1024 * 1024 });
  });

  test.each([
    ['an unknown key', 'colour: red', /line 6:1, colour: unknown key “colour”.*Allowed: name, title/],
    [
      'an origin with a path',
      'origins: ["https://shop.example/a"]',
      /line 6:\d+, origins.*is no origin.*shop\.example\/a.*Allowed: https:\/\/shop\.example/,
    ],
    [
      'a place that is no field',
      'subject: "{{topic}}"',
      /line 6:1, subject: “\{\{topic\}\}” is no field.*Allowed: \{\{email\}\}, \{\{message\}\}/,
    ],
    ['an unknown language', 'language: de', /line 6:1, language: .*de.*Allowed: en, tr/],
    ['a limit that is none', 'limits: {postsPerHour: none}', /line 6:\d+, limits.postsPerHour: must be a number/],
    [
      'a file too large to allow',
      'limits: {fileSize: 9 GB}',
      /line 6:\d+, limits.fileSize: must be a size up to 50 MB/,
    ],
    ['broken YAML', 'tags: [a', /line [67]:/],
    ['a list that holds itself', 'tags: &all [*all]', /line 6:13: \*all stands inside of what it stands for/],
    ['an alias of nothing', 'tag: *nothing', /line 6:6: nothing above is marked &nothing/],
    ['a second document', '---\nname: b', /line 6:1: a second document begins here/],
    ['a text of an unknown language', 'intro: {de: Hallo}', /line 6:9, intro.de: unknown key “de”. Allowed: en, tr/],
    ['a text that is a list', 'intro: [Hello]', /line 6:1, intro: must be a text, or one for each language/],
    ['a bad place, told once', 'subject: "{{a b}}"', /^line 6:1, subject: “\{\{a b\}\}” is no field[^\n]*$/],
  ])('with %s is refused at its line', (_what, line, expected) => {
    const { form, problems } = readForm(`${contact}${line}\n`);
    expect(form).toBeNull();
    expect(problems.map(describeProblem).join('\n')).toMatch(expected);
  });

  test.each([
    ['an unknown type', '{name: a, type: color}', /fields\.2\.type: unknown type “color”.*Allowed: text, textarea/],
    ['a field named twice', '{name: Email, type: text}', /fields\.2\.name: two fields are named/],
    ['a name that the page needs', '{name: key, type: text}', /fields\.2\.name: “key” is a name of the page itself/],
    ['a name that every object has', '{name: constructor, type: text}', /“constructor” is a name of the page itself/],
    ['a choice without options', '{name: a, type: choice}', /fields\.2.*a choice needs options/],
    ['options where none belong', '{name: a, type: text, options: [b]}', /a text has no options/],
    ['an option twice', '{name: a, type: choice, options: [b, b]}', /this option is there already/],
    ['a pattern that is none', '{name: a, type: text, pattern: "(b"}', /fields\.2\.pattern: this is no RE2 pattern/],
    ['a pattern that runs away', '{name: a, type: text, pattern: "(a)\\\\1"}', /this is no RE2 pattern/],
    ['a least above the most', '{name: a, type: number, min: 5, max: 2}', /min 5 is more than max 2/],
    ['a least for a file', '{name: a, type: file, min: 5}', /a file has no min/],
    ['an unknown key', '{name: a, type: text, requried: yes}', /unknown key “requried”.*Allowed: name, type/],
    ['an option without its value', '{name: a, type: choice, options: [{label: b}]}', /options\.0\.value: is missing/],
    ['a text that is none', '{name: a, type: text, label: {en: [b]}}', /fields\.2\.label\.en: must be a text/],
    ['no name', '{type: text}', /fields\.2\.name: .*is missing/],
    ['required neither yes nor no', '{name: a, type: text, required: maybe}', /must be yes or no/],
  ])('whose field has %s is refused', (_what, field, expected) => {
    const { form, problems } = readForm(`${contact}  - ${field}\n`);
    expect(form).toBeNull();
    expect(problems.map(describeProblem).join('\n')).toMatch(expected);
    expect(problems.every(({ line }) => line === 6)).toBe(true);
  });

  test('tells every mistake at once, from the top', () => {
    const lines = told('name: a b\ntitle: T\nfields:\n  - {name: x, type: nothing}\n  - {name: y}\nthank: you\n');
    expect(lines).toHaveLength(4);
    expect(lines.map((line) => Number(/line (\d+)/.exec(line)?.[1]))).toEqual([1, 4, 5, 6]);
  });

  test('tells beside an unknown key what else is wrong', () => {
    const lines = told(`${contact}  - {name: email, type: text}\ncolour: red\n`);
    expect(lines).toEqual([
      expect.stringMatching(/^line 6:.*two fields are named/),
      expect.stringMatching(/^line 7:.*unknown key “colour”/),
    ]);
  });

  test('with thousands of aliases is refused at once', () => {
    expect(told(`a: &a 1\nb: [${'*a,'.repeat(60_000)}]\n`)).toHaveLength(1);
  });

  test('by which nobody could be answered is saved with a warning', () => {
    const { form, problems } = readForm('name: a\ntitle: T\nfields:\n  - {name: words, type: textarea}\n');
    expect(form).not.toBeNull();
    expect(problems).toMatchObject([
      { isWarning: true, message: expect.stringContaining('every ticket becomes a draft') },
    ]);
  });

  test('whose text lacks one of its languages is saved with a warning', () => {
    const { form, problems } = readForm(`${contact}languages: [en, tr]\nintro: {en: Hello}\n`);
    expect(form).not.toBeNull();
    expect(problems.map(describeProblem)).toEqual([expect.stringMatching(/intro: warning: there is no text in tr/)]);
  });

  test.each(['', '- a', 'just words', '{{{', 'a: &x [*x]', `name: ${'x'.repeat(300_000)}`])(
    'that is none at all is refused without harm: %.20s',
    (text) => {
      const { form, problems } = readForm(text);
      expect(form).toBeNull();
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});

test('a field that cannot be read hides no mistake of the others', () => {
  const { form, problems } = readForm(
    [
      'name: bad',
      'title: Bad',
      'fields:',
      '  - { name: email, type: email, label: E-mail }',
      '  - { name: email, type: text, label: Again }',
      '  - { name: topic, type: choice, label: Topic }',
      '  - { name: odd, type: telepathy, label: Odd }',
      'origins: [shop]',
      'surprise: yes',
    ].join('\n'),
  );
  expect(form).toBeNull();
  expect([...new Set(problems.map(({ line }) => line))]).toEqual([5, 6, 7, 8, 9]);
});

test('a heading may differ by language; without one the title stands above the page', () => {
  const text = (heading: string) =>
    `name: a\ntitle: Contact\n${heading}fields: [{ name: email, type: email, label: E-mail }]\nlanguages: [en, tr]\n`;
  const withHeading = readForm(text('heading: { en: Write to us, tr: Bize yazın }\n')).form!;
  expect([headingIn(withHeading, 'en'), headingIn(withHeading, 'tr')]).toEqual(['Write to us', 'Bize yazın']);
  expect(headingIn(readForm(text('')).form!, 'tr')).toBe('Contact');
});
