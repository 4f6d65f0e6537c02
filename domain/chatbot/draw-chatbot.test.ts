import fc from 'fast-check';
import { cellWidth } from '../cell-width.ts';
import { drawChatbot } from './draw-chatbot.ts';
import type { Block, Chatbot } from './flow.ts';

function aChatbot(flows: Record<string, Block[]>): Chatbot {
  return {
    name: 'bot',
    title: 'Bot',
    language: 'en',
    timeoutSeconds: 1800,
    goneSeconds: 300,
    tags: [],
    origins: [],
    limits: { startsPerHour: 30, linesPerMinute: 20 },
    start: 'main',
    flows,
  };
}

const branching = aChatbot({
  main: [
    { kind: 'say', text: 'Hello, and welcome to the shop that never closes, not even on holidays of the moon.' },
    { kind: 'hours', calendar: 'Office', inside: 'open', outside: 'closed' },
  ],
  open: [{ kind: 'hand-over', subject: '', email: null, phone: null, tag: null, team: 'Orders', text: null }],
  closed: [
    {
      kind: 'options',
      text: 'And now?',
      into: null,
      options: [
        { label: 'Again', goto: 'main' },
        { label: 'A person', goto: 'open' },
      ],
    },
  ],
});

test('a chatbot is drawn as a tree in which every flow stands once', () => {
  expect(drawChatbot(branching, { cells: 60 })).toEqual([
    'main',
    '├─ say "Hello, and welcome to the shop that never closes, n…',
    '└─ hours Office',
    '   ├─ inside → open',
    '   │  └─ hand-over team "Orders"',
    '   └─ outside → closed',
    '      └─ options "And now?"',
    '         ├─ "Again" → main (drawn already)',
    '         └─ "A person" → open (drawn already)',
  ]);
});

test('where a terminal has no box lines, plain characters draw it', () => {
  expect(drawChatbot(branching, { cells: 40, isAscii: true }).slice(0, 5)).toEqual([
    'main',
    '|- say "Hello, and welcome to the sho...',
    '`- hours Office',
    '   |- inside -> open',
    '   |  `- hand-over team "Orders"',
  ]);
});

test('flows that follow each other without end are drawn below, from the left again', () => {
  const chain = Array.from({ length: 30 }, (_, index): [string, Block[]] => [
    index === 0 ? 'main' : `step-${index}`,
    [index === 29 ? { kind: 'end' } : { kind: 'goto', flow: `step-${index + 1}` }],
  ]);
  const lines = drawChatbot(aChatbot(Object.fromEntries(chain)));
  for (let step = 1; step < 30; step += 1) expect(lines.join('\n')).toMatch(new RegExp(`step-${step}\\b`));
  expect(lines.filter((line) => line.startsWith('step-')).length).toBeGreaterThan(0);
  expect(lines.at(-1)).toMatch(/─ end$/);
});

test('no text of a chatbot makes a line wider than it may be, or brings a control character', () => {
  const say = fc.string({ unit: 'binary' }).map((text): Block => ({ kind: 'say', text }));
  const goto = fc.constantFrom('main', 'a', 'b', 'c').map((flow): Block => ({ kind: 'goto', flow }));
  const blocks = fc.array(fc.oneof(say, goto), { maxLength: 6 });
  fc.assert(
    fc.property(
      fc.record({ main: blocks, a: blocks, b: blocks, c: blocks }),
      fc.integer({ min: 60, max: 120 }),
      (flows, cells) => {
        for (const line of drawChatbot(aChatbot(flows), { cells })) {
          expect(cellWidth(line)).toBeLessThanOrEqual(cells);
          expect(line).not.toMatch(/\p{Cc}/u);
        }
      },
    ),
  );
});
