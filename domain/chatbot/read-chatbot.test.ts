import fc from 'fast-check';
import { stringify } from 'yaml';
import { describeProblem } from '../design/problem.ts';
import { readChatbot } from './read-chatbot.ts';

const desk = { calendars: ['Office'], teams: ['Orders'], attributes: ['plan'] };

/** The problems of a file, each in one line. */
function problemsIn(text: string): string[] {
  return readChatbot(text, desk).problems.map(describeProblem);
}

/** A file with these flows, which begin at line 5. */
function withFlows(flows: string): string {
  return `name: bot\ntitle: Bot\nstart: main\nflows:\n${flows}`;
}

/** The same with the blocks of one flow, which begin at line 6. */
function withBlocks(...blocks: string[]): string {
  return withFlows(`  main:\n${blocks.map((block) => `    - ${block}\n`).join('')}`);
}

test('a chatbot is read with all that it leaves unsaid', () => {
  const { chatbot, problems } = readChatbot(
    withBlocks(
      'ask: { what: email, question: Where to? }',
      'create-ticket: { subject: Help, email: "{{email}}" }',
      'hand-over',
    ),
    desk,
  );
  expect(problems).toEqual([]);
  expect(chatbot).toEqual({
    name: 'bot',
    title: 'Bot',
    language: 'en',
    timeoutSeconds: 1800,
    goneSeconds: 300,
    tags: [],
    origins: [],
    limits: { startsPerHour: 30, linesPerMinute: 20 },
    start: 'main',
    flows: {
      main: [
        { kind: 'ask', what: 'email', question: 'Where to?', into: 'email', retry: null, tries: 3 },
        {
          kind: 'create-ticket',
          subject: 'Help',
          email: '{{email}}',
          phone: null,
          tag: null,
          request: null,
          whenDraft: null,
        },
        { kind: 'hand-over', subject: '', text: null, team: null, email: null, phone: null, tag: null },
      ],
    },
  });
});

test('every kind of block is read, with durations in words of either language', () => {
  const { chatbot, problems } = readChatbot(
    `name: bot
title: Bot
language: tr
timeout: 1 saat 30 dakika
gone: 90 seconds
tags: [Chat]
origins: [https://shop.example]
limits: { startsPerHour: 5 }
start: main
flows:
  main:
    - say: |
        Two
        lines.
    - set: { city: "{{plan}} 007" }
    - wait: 3 seconds
    - filter: { cases: [{ attribute: plan, is: gold, goto: asks }] }
    - wait-for-message:
        timeout: 1 day
        cases: [{ words: refund, goto: asks }, { words: [order, parcel], goto: asks }]
        onTimeout: asks
        into: first
    - hours: { calendar: office, inside: asks, outside: asks }
  asks:
    - options: { text: Which?, into: kind, choices: [{ label: One, goto: last }, { label: Two, goto: last }] }
  last:
    - hand-over: { team: orders, subject: "{{first}} {{kind}} {{city}}", phone: +90 212 000 00 00 }
`,
    desk,
  );
  expect(problems).toEqual([]);
  expect(chatbot).toMatchObject({
    timeoutSeconds: 5400,
    goneSeconds: 90,
    limits: { startsPerHour: 5, linesPerMinute: 20 },
  });
  expect(chatbot?.flows['main']?.slice(0, 3)).toEqual([
    { kind: 'say', text: 'Two\nlines.' },
    { kind: 'set', attribute: 'city', value: '{{plan}} 007' },
    { kind: 'wait', seconds: 3 },
  ]);
  expect(chatbot?.flows['main']?.[4]).toMatchObject({
    seconds: 86_400,
    cases: [{ words: ['refund'] }, { words: ['order', 'parcel'] }],
  });
  expect(chatbot?.flows['last']?.[0]).toMatchObject({ phone: '+90 212 000 00 00' });
});

test.each([
  ['text that is no YAML', 'name: [bot', /^line 1:11: /],
  ['a key given twice', 'name: bot\nname: bot', /^line 2:1: .*unique/],
  ['a file that holds no keys', 'hello', /^line 1:1: must be keys with values/],
  [
    'an unknown key',
    `${withBlocks('end')}colour: red\n`,
    /^line 7:1, colour: unknown key “colour”\. Allowed: name, title, /,
  ],
  ['no start', 'name: bot\ntitle: Bot\nflows: { main: [end] }', /^line 1:1, start: start is missing/],
  [
    'a start that is no flow',
    withBlocks('end').replace('start: main', 'start: mian'),
    /^line 3:1, start: there is no flow “mian”\. Allowed: main$/,
  ],
  [
    'a name that fits no address',
    withBlocks('end').replace('name: bot', 'name: my bot'),
    /^line 1:1, name: .*letters, digits and dashes.*\(here: my bot\)/,
  ],
  [
    'a language nobody speaks here',
    `${withBlocks('end')}language: de\n`,
    /^line 7:1, language: unknown value “de”\. Allowed: en, tr$/,
  ],
  [
    'a duration that is none',
    `${withBlocks('end')}timeout: soon\n`,
    /^line 7:1, timeout: “soon” is no duration\. Allowed: 90 seconds, /,
  ],
  [
    'an origin with a path',
    `${withBlocks('end')}origins: ["https://shop.example/a"]\n`,
    /^line 7:11, origins\.0: is no origin/,
  ],
  [
    'an unknown block',
    withBlocks('sya: Hello', 'end'),
    /^line 6:7, flows\.main\.0\.sya: unknown block “sya”\. Allowed: say, options, ask, /,
  ],
  [
    'an unknown key of a block',
    withBlocks('ask: { what: text, question: Q, retries: 2 }', 'end'),
    /^line 6:39, .*unknown key “retries”\. Allowed: what, question, into, retry, tries$/,
  ],
  [
    'two keys in one block',
    withBlocks('say: Hello\n      goto: main'),
    /^line 7:7, flows\.main\.0\.goto: a second key in one block: say and goto/,
  ],
  ['a block that is none', withBlocks('[say]', 'end'), /^line 6:7, flows\.main\.0: is no block/],
  [
    'something unknown to ask for',
    withBlocks('ask: { what: mail, question: Q }', 'end'),
    /^line 6:14, .*unknown value “mail”\. Allowed: text, name, email, phone$/,
  ],
  [
    'no tries at all',
    withBlocks('ask: { what: text, question: Q, tries: 0 }', 'end'),
    /^line 6:39, .*from 1 to 10 \(here: 0\)$/,
  ],
  [
    'an unknown flow',
    withBlocks('goto: nowhere'),
    /^line 6:7, flows\.main\.0\.goto: there is no flow “nowhere”\. Allowed: main$/,
  ],
  [
    'a bad name of a flow',
    withFlows('  main:\n    - goto: 2nd\n  2nd:\n    - end\n'),
    /^line 7:3, flows\.2nd: is no name of a flow/,
  ],
  ['an empty flow', withFlows('  main: []\n'), /^line 5:3, flows\.main: the flow is empty/],
  ['a flow with nothing after it', withFlows('  main:\n'), /^line 5:3, flows\.main: the flow is empty/],
  [
    'a dead end',
    withBlocks('say: Hello'),
    /^line 6:7, flows\.main\.0: a dead end: the flow “main” stops.*Allowed: end, goto, /,
  ],
  [
    'a block that is never reached',
    withBlocks('end', 'say: Hello'),
    /^line 7:7, flows\.main\.1: is never reached: end above it/,
  ],
  [
    'a flow that is never reached',
    withFlows('  main:\n    - end\n  other:\n    - end\n'),
    /^line 7:3, flows\.other: the flow “other” is never reached/,
  ],
  [
    'a loop without a wait',
    withFlows('  main:\n    - say: Hello\n    - goto: again\n  again:\n    - goto: main\n'),
    /^line 9:7, flows\.again\.0\.goto: goes round without waiting.*: main → again → main/,
  ],
  [
    'a loop that waits only the first time',
    withBlocks('ask: { what: name, question: Q }', 'goto: main'),
    /^line 7:7, .*goes round without waiting/,
  ],
  [
    'a ticket without an e-mail',
    withBlocks('create-ticket: { subject: S }', 'end'),
    /^line 6:7, .*email: email is missing/,
  ],
  [
    'a ticket with an empty e-mail',
    withBlocks('create-ticket: { subject: S, email: "" }', 'end'),
    /^line 6:36, .*email: must not be empty/,
  ],
  [
    'a ticket whose e-mail nothing fills',
    withBlocks('create-ticket: { subject: S, email: "{{email}}" }', 'end'),
    /^line 6:36, .*without a way to an e-mail: on no path before it does {{email}} get an address\. Allowed: ask with what: email before it, /,
  ],
  [
    'an e-mail that is none',
    withBlocks('create-ticket: { subject: S, email: nobody }', 'end'),
    /^line 6:36, .*“nobody” is no e-mail address/,
  ],
  [
    'an e-mail without its quotes',
    withBlocks('create-ticket: { subject: S, email: {{email}} }', 'end'),
    /^line 6:36, .*stands in quotes/,
  ],
  [
    'a phone that is none',
    withBlocks('create-ticket: { subject: S, email: a@b.example, phone: 12 }', 'end'),
    /^line 6:56, .*“12” is no phone number/,
  ],
  [
    'an unknown calendar',
    withFlows('  main:\n    - hours: { calendar: Home, inside: on, outside: on }\n  on:\n    - end\n'),
    /^line 6:16, .*there is no calendar “Home”\. Allowed: Office$/,
  ],
  [
    'an unknown team',
    withBlocks('hand-over: { team: Nobody }'),
    /^line 6:20, .*there is no team “Nobody”\. Allowed: Orders$/,
  ],
  [
    'a place for an attribute that is none',
    withBlocks('say: "Hello {{name}"', 'end'),
    /^line 6:7, flows\.main\.0\.say: “{{name” is no place for an attribute/,
  ],
  [
    'a bad name of an attribute',
    withBlocks('set: { 1st: x }', 'end'),
    /^line 6:14, flows\.main\.0\.set\.1st: is no attribute name: a letter, then/,
  ],
  [
    'several attributes set at once',
    withBlocks('set: { a: x, b: y }', 'end'),
    /^line 6:7, flows\.main\.0\.set: sets one attribute/,
  ],
  [
    'a filter without a test',
    withBlocks('filter: { cases: [{ attribute: plan, goto: main }] }', 'end'),
    /^line 6:\d+, .*cases\.0: has no test\. Allowed: is, is-not, /,
  ],
  [
    'a test turned round',
    withBlocks('filter: { cases: [{ attribute: plan, is-set: no, goto: main }] }', 'end'),
    /^line 6:\d+, .*is-set takes no “no”/,
  ],
  [
    'two choices called the same',
    withFlows(
      '  main:\n    - options: { text: T, choices: [{ label: İade, goto: x }, { label: iade, goto: x }] }\n  x:\n    - end\n',
    ),
    /^line 6:65, .*two choices are called “iade”/,
  ],
  [
    'too many options',
    withFlows(
      `  main:\n    - options: { text: T, choices: [${Array.from({ length: 11 }, (_, index) => `{ label: c${index}, goto: main }`).join(', ')}] }\n`,
    ),
    /^line 6:27, .*choices: must have at most 10 entries/,
  ],
  [
    'a text that is too long',
    withBlocks(`say: ${'x'.repeat(4001)}`, 'end'),
    /^line 6:7, flows\.main\.0\.say: must have at most 4,000 characters/,
  ],
  ['control characters', withBlocks('say: "a\\eb"', 'end'), /^line 6:7, flows\.main\.0\.say: has control characters/],
  [
    'a wait that is too long',
    withBlocks('wait: 31 days', 'end'),
    /^line 6:7, flows\.main\.0\.wait: must be from 1 second to 30 days/,
  ],
])('%s is told with its line', (_what, text, told) => {
  const { chatbot } = readChatbot(text, desk);
  expect(chatbot).toBeNull();
  expect(problemsIn(text)).toContainEqual(expect.stringMatching(told));
});

test('everything wrong is told at once, in the order of the lines, with the value and what may stand there', () => {
  const { problems } = readChatbot(
    withFlows(`  main:
    - sya: Hello
    - create-ticket: { subject: S, email: "{{email}}", phone: x }
    - goto: nowhere
  other:
    - hours: { calendar: Home, inside: main, outside: main }
    - end
`),
    desk,
  );
  expect(problems.map(({ line, value }) => [line, value])).toEqual([
    [6, 'sya'],
    [7, '{{email}}'],
    [7, 'x'],
    [8, 'nowhere'],
    [10, 'Home'],
    [11, 'end'],
  ]);
  expect(problems[3]?.allowed).toEqual(['main', 'other']);
});

test('an attribute that nothing sets is only warned of', () => {
  const text = withBlocks('say: "{{plan}} {{ticket}} {{nmae}}"', 'end');
  expect(readChatbot(text, desk).chatbot).not.toBeNull();
  expect(problemsIn(text)).toEqual([expect.stringMatching(/^line 6:7, .*warning: nothing sets the attribute “nmae”/)]);
});

test('a ticket that only some visitors come to with an e-mail is warned of: their request becomes a draft', () => {
  const flows = `  main:
    - options: { text: T, choices: [{ label: Yes, goto: asks }, { label: No, goto: ticket }] }
  asks:
    - ask: { what: email, question: Q }
    - goto: ticket
  ticket:
    - create-ticket: { subject: S, email: "{{email}}" }
    - end
`;
  expect(readChatbot(withFlows(flows), desk).chatbot).not.toBeNull();
  expect(problemsIn(withFlows(flows))).toEqual([
    'line 11:36, flows.ticket.0.create-ticket.email: warning: {{email}} is empty for visitors who were not asked; their request becomes a draft',
  ]);
});

test.each([
  ['asked for', ['ask: { what: email, question: Q, into: mail }'], '{{mail}}'],
  ['set', ['set: { mail: shop@desk.example }'], '{{mail}}'],
  ['copied', ['ask: { what: email, question: Q }', 'set: { mail: "{{email}}" }'], '{{mail}}'],
  ['typed', [], 'shop@desk.example'],
  ['put together', [], '{{name}}@desk.example'],
])('an e-mail that is %s is a way to answer', (_how, blocks, email) => {
  expect(problemsIn(withBlocks(...blocks, `create-ticket: { subject: S, email: "${email}" }`, 'end'))).toEqual([]);
});

test.each([
  ['asked for as a text, which is not checked', 'ask: { what: text, question: Q, into: email }'],
  ['set to what is none', 'set: { email: nobody }'],
  ['emptied', 'set: { email: "" }'],
])('an e-mail that is %s is none', (_how, block) => {
  const text = withBlocks(block, 'create-ticket: { subject: S, email: "{{email}}" }', 'end');
  expect(problemsIn(text)).toEqual([expect.stringMatching(/^line 7:36, .*without a way to an e-mail/)]);
});

test('a site that tells who its visitors are needs a question only for the others', () => {
  const bySet = `  main:
    - filter: { cases: [{ attribute: email, is-set: yes, goto: ticket }] }
    - ask: { what: email, question: Q }
    - goto: ticket
  ticket:
    - create-ticket: { subject: S, email: "{{email}}" }
    - end
`;
  const byEmpty = bySet
    .replace('is-set: yes, goto: ticket', 'is-empty: yes, goto: asks')
    .replace(
      '    - ask: { what: email, question: Q }\n    - goto: ticket\n',
      '    - goto: ticket\n  asks:\n    - ask: { what: email, question: Q }\n    - goto: ticket\n',
    );
  expect(problemsIn(withFlows(bySet))).toEqual([]);
  expect(problemsIn(withFlows(byEmpty))).toEqual([]);
});

test('whatever a file holds, it is answered and never thrown at', () => {
  const keys = [
    'name',
    'start',
    'flows',
    'main',
    'say',
    'ask',
    'goto',
    'filter',
    'cases',
    'create-ticket',
    'email',
    '__proto__',
    'constructor',
  ];
  const leaf = fc.oneof(
    fc.string(),
    fc.constantFrom('main', '{{email}}', '{{', 'end', '3 seconds', '*a', '&a x', '!!set'),
    fc.integer(),
    fc.constant(null),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      leaf,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        value.map((any) => stringify(any)),
      ),
      (text) => {
        const { chatbot, problems } = readChatbot(text, desk);
        expect(chatbot === null).toBe(problems.some(({ isWarning }) => !isWarning));
        for (const problem of problems) expect(problem.line).toBeGreaterThan(0);
      },
    ),
    { numRuns: 200 },
  );
});

test('a chatbot that is read is answered the same whatever blocks it is made of', () => {
  const flow = fc.constantFrom('main', 'b', 'c', 'nowhere');
  const block = fc.oneof(
    fc.constant('end'),
    fc.record({ say: fc.constantFrom('Hello', '{{email}}') }),
    fc.record({ goto: flow }),
    fc.record({ ask: fc.record({ what: fc.constantFrom('text', 'email', 'x'), question: fc.constant('Q') }) }),
    fc.record({
      filter: fc.record({
        cases: fc.array(fc.record({ attribute: fc.constant('email'), 'is-set': fc.constant('yes'), goto: flow }), {
          minLength: 1,
          maxLength: 3,
        }),
      }),
    }),
    fc.record({ hours: fc.record({ calendar: fc.constant('Office'), inside: flow, outside: flow }) }),
    fc.record({
      'create-ticket': fc.record({ subject: fc.constant('S'), email: fc.constantFrom('{{email}}', 'a@b.example') }),
    }),
    fc.record({ 'wait-for-message': fc.record({ timeout: fc.constant('1 day'), onTimeout: flow }) }),
  );
  const blocks = fc.array(block, { maxLength: 5 });
  fc.assert(
    fc.property(fc.record({ main: blocks, b: blocks, c: blocks }), (flows) => {
      const text = stringify({ name: 'bot', title: 'Bot', start: 'main', flows });
      const { chatbot, problems } = readChatbot(text, desk);
      expect(chatbot === null).toBe(problems.some(({ isWarning }) => !isWarning));
    }),
    { numRuns: 150 },
  );
});
