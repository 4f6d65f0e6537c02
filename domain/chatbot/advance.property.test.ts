import fc from 'fast-check';
import { advance, begin, breakOff } from './advance.ts';
import type { ConversationState, ConversationWorld, Stimulus, Turn } from './conversation.ts';
import { FlowError } from './flow-error.ts';
import type { Block, Chatbot } from './flow.ts';

const names = ['main', 'b', 'c', 'd'];
const flow = fc.constantFrom(...names);
const attribute = fc.constantFrom('name', 'email', 'phone', 'topic', 'more');
const text = fc.constantFrom('Hello', '{{name}} {{email}}', '{{topic}}', '', '{{ghost}}');
const seconds = fc.integer({ min: 1, max: 600 });
const fields = { subject: text, email: fc.option(text), phone: fc.option(text), tag: fc.option(text) };

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('say' as const), text }),
  fc.record({
    kind: fc.constant('options' as const),
    text,
    options: fc.array(fc.record({ label: fc.constantFrom('Yes', 'No', 'İade'), goto: flow }), {
      minLength: 1,
      maxLength: 3,
    }),
    into: fc.option(attribute),
  }),
  fc.record({
    kind: fc.constant('ask' as const),
    what: fc.constantFrom('text', 'name', 'email', 'phone'),
    question: text,
    into: attribute,
    retry: fc.option(text),
    tries: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('set' as const), attribute, value: text }),
  fc.record({
    kind: fc.constant('filter' as const),
    cases: fc.array(
      fc.record({
        attribute,
        test: fc.constantFrom('is', 'is-not', 'contains', 'starts-with', 'is-set', 'is-empty'),
        value: text,
        goto: flow,
      }),
      { maxLength: 2 },
    ),
    otherwise: fc.option(flow),
  }),
  fc.record({
    kind: fc.constant('hours' as const),
    calendar: fc.constantFrom('day', 'night', 'gone'),
    inside: flow,
    outside: flow,
  }),
  fc.record({
    kind: fc.constant('create-ticket' as const),
    request: fc.option(text),
    whenDraft: fc.option(text),
    ...fields,
  }),
  fc.record({ kind: fc.constant('wait' as const), seconds }),
  fc.record({
    kind: fc.constant('wait-for-message' as const),
    seconds,
    cases: fc.array(fc.record({ words: fc.array(fc.constantFrom('yes', 'no', 'iade*')), goto: flow }), {
      maxLength: 2,
    }),
    onTimeout: flow,
    otherwise: fc.option(flow),
    into: fc.option(attribute),
  }),
  fc.record({ kind: fc.constant('goto' as const), flow }),
  fc.record({ kind: fc.constant('hand-over' as const), text: fc.option(text), team: fc.constant(null), ...fields }),
  fc.record({ kind: fc.constant('end' as const) }),
) as fc.Arbitrary<Block>;

const blocks = fc.array(block, { maxLength: 6 });
const chatbot: fc.Arbitrary<Chatbot> = fc
  .record({ main: blocks, b: blocks, c: blocks, d: blocks })
  .chain((flows) => fc.constantFrom('en' as const, 'tr' as const).map((language) => botOf(flows, language)));

function botOf(flows: Record<string, Block[]>, language: 'en' | 'tr'): Chatbot {
  const limits = { startsPerHour: 60, linesPerMinute: 30 };
  const rest = { timeoutSeconds: 600, goneSeconds: 60, tags: [], origins: [], limits, start: 'main' };
  return { name: 'any', title: 'Any', language, ...rest, flows };
}

/** What happens next, and how many seconds after the step before. */
const step = fc.tuple(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('line' as const),
        text: fc.oneof(
          fc.constantFrom('Yes', '1', 'ada@x.test', '+905551234567', 'Ada', ''),
          fc.string({ unit: 'binary' }),
        ),
        option: fc.option(fc.constantFrom('main/0/1', 'b/1/2', 'x'), { freq: 4 }),
      }),
    },
    { weight: 3, arbitrary: fc.constant({ kind: 'due' as const }) },
    { weight: 1, arbitrary: fc.constantFrom({ kind: 'visitor-left' as const }, { kind: 'visitor-silent' as const }) },
  ),
  fc.integer({ min: 0, max: 700 }),
);

interface Seen {
  turns: Turn[];
  wishes: number;
}

/** Lives a talk as its caller does: effects are done at once, a broken design is broken off. */
function live(design: Chatbot, steps: [Stimulus, number][]): Seen {
  let now = Date.parse('2026-11-23T09:00:00.000Z');
  let state: ConversationState = begin(design);
  const seen: Seen = { turns: [], wishes: 0 };
  const take = (stimulus: Stimulus) => {
    const isOpen = (calendar: string) => (calendar === 'gone' ? null : calendar === 'day');
    let turn = turnOrBreak(design, state, stimulus, { now: new Date(now).toISOString(), isOpen });
    for (;;) {
      seen.turns.push(turn);
      state = JSON.parse(JSON.stringify(turn.state)) as ConversationState;
      expect(state).toEqual(turn.state);
      if (!turn.effect) return;
      seen.wishes += 1;
      const { draftReason } = turn.effect.ticket;
      const made = { kind: 'ticket-made' as const, number: 1000 + seen.wishes, draftReason };
      turn = turnOrBreak(design, state, made, { now: new Date(now).toISOString(), isOpen });
    }
  };
  take({ kind: 'begun' });
  for (const [stimulus, later] of steps) {
    now += later * 1000;
    take(stimulus);
  }
  take({ kind: 'visitor-left' });
  return seen;
}

function turnOrBreak(design: Chatbot, state: ConversationState, stimulus: Stimulus, world: ConversationWorld): Turn {
  try {
    return advance(design, state, stimulus, world);
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    return breakOff(design, error.state, error.message);
  }
}

test('whatever the design and whatever visitors do: every turn waits, acts or ends, and no request ends without a ticket', () => {
  fc.assert(
    fc.property(chatbot, fc.array(step, { maxLength: 12 }), (design, steps) => {
      const seen = live(design, steps);
      for (const turn of seen.turns) {
        expect(turn.phase === 'ended' || turn.effect !== null || turn.state.waiting !== null).toBe(true);
        expect(turn.outcome === null).toBe(turn.phase !== 'ended');
      }
      const last = seen.turns.at(-1);
      expect(last?.phase).toBe('ended');
      if (last?.state.hasRequest) expect(seen.wishes).toBeGreaterThan(0);
      if (last?.state.hasRequest) expect(last.state.ticket).not.toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('the same talk is the same twice', () => {
  fc.assert(
    fc.property(chatbot, fc.array(step, { maxLength: 8 }), (design, steps) => {
      expect(live(design, steps)).toEqual(live(design, steps));
    }),
    { numRuns: 50 },
  );
});
