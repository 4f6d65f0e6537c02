import { advance, begin, breakOff } from './advance.ts';
import type { ConversationState, ConversationWorld, Stimulus, Turn } from './conversation.ts';
import { FlowError } from './flow-error.ts';
import type { Block, Chatbot } from './flow.ts';

const START = Date.parse('2026-11-23T09:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString();

function bot(blocks: Block[], flows: Record<string, Block[]> = {}, language: 'en' | 'tr' = 'en'): Chatbot {
  return {
    name: 'helper',
    title: 'Helper',
    language,
    timeoutSeconds: 600,
    goneSeconds: 60,
    tags: [],
    origins: [],
    limits: { startsPerHour: 60, linesPerMinute: 30 },
    start: 'main',
    flows: { main: blocks, ...flows },
  };
}

const say = (text: string): Block => ({ kind: 'say', text });
const ask = (what: 'text' | 'name' | 'email' | 'phone', into: string = what, tries = 3): Block => ({
  kind: 'ask',
  what,
  question: `${what}?`,
  into,
  retry: null,
  tries,
});
const createTicket = (more: Partial<Extract<Block, { kind: 'create-ticket' }>> = {}): Block => ({
  kind: 'create-ticket',
  subject: 'After Hours Ticket',
  email: '{{email}}',
  phone: null,
  tag: 'After Hours Ticket',
  request: null,
  whenDraft: null,
  ...more,
});
const handOver: Block = {
  kind: 'hand-over',
  text: null,
  team: 'Support',
  subject: 'Live',
  email: null,
  phone: null,
  tag: null,
};

/** A visitor with the bot: each step is a typed line, a pressed button, a time or another stimulus. */
class Talk {
  turn: Turn;
  readonly chatbot: Chatbot;
  readonly world: ConversationWorld = {
    now: at(0),
    isOpen: (calendar) => ({ day: true, night: false })[calendar] ?? null,
  };

  constructor(chatbot: Chatbot, known: Record<string, string> = {}) {
    this.chatbot = chatbot;
    const state: ConversationState = { ...begin(chatbot), attributes: known };
    this.turn = advance(chatbot, state, { kind: 'begun' }, this.world);
  }

  does(stimulus: Stimulus): this {
    const stored = JSON.parse(JSON.stringify(this.turn.state)) as ConversationState;
    this.turn = advance(this.chatbot, stored, stimulus, this.world);
    return this;
  }

  types(...lines: string[]): this {
    for (const text of lines) this.does({ kind: 'line', text, option: null });
    return this;
  }

  presses(option: string, text = ''): this {
    return this.does({ kind: 'line', text, option });
  }

  waits(seconds: number): this {
    this.world.now = new Date(Date.parse(this.world.now) + seconds * 1000).toISOString();
    return this.does({ kind: 'due' });
  }

  ticketMade(number = 1023): this {
    return this.does({ kind: 'ticket-made', number, draftReason: this.turn.effect?.ticket.draftReason ?? null });
  }

  get said(): string[] {
    return this.turn.says.map(({ text }) => text);
  }

  get attributes(): Record<string, string> {
    return this.turn.state.attributes;
  }
}

describe('saying, setting, choosing', () => {
  test('texts are said with what is known, and the end of a flow ends the talk', () => {
    const { turn, said } = new Talk(
      bot([say('Hello {{name}}'), { kind: 'set', attribute: 'topic', value: 'for {{name}}' }, say('{{topic}}')]),
      { name: 'Ada' },
    );
    expect(said).toEqual(['Hello Ada', 'for Ada']);
    expect(turn).toMatchObject({ phase: 'ended', outcome: 'completed', effect: null, dueAt: null });
  });

  const menu = bot(
    [
      {
        kind: 'options',
        text: 'What?',
        options: [
          { label: 'İade', goto: 'refund' },
          { label: 'Other', goto: 'other' },
        ],
        into: 'topic',
      },
    ],
    { refund: [say('refund')], other: [say('other')] },
  );

  test.each([
    ['the button', (talk: Talk) => talk.presses('main/0/1'), 'refund'],
    ['the label as typed in capitals without dots', (talk: Talk) => talk.types('IADE '), 'refund'],
    ['the number', (talk: Talk) => talk.types('2.'), 'other'],
  ])('an option is picked by %s', (_how, pick, flow) => {
    const talk = pick(new Talk(menu));
    expect(talk.said).toEqual([flow]);
    expect(talk.turn.state.hasRequest).toBe(false);
  });

  test('what is no option is asked again with the buttons, and its words are kept as a request', () => {
    const talk = new Talk(menu).types('my parcel is late', '7');
    expect(talk.said).toEqual(['Please choose one of these:']);
    expect(talk.turn.says[0]?.options?.map(({ label }) => label)).toEqual(['İade', 'Other']);
    expect(talk.turn.state).toMatchObject({ hasRequest: true, waiting: { kind: 'option', tries: 2 } });
    expect(talk.types('other').attributes['topic']).toBe('Other');
  });

  test('a late press of an older button answers nothing: the question stands', () => {
    const talk = new Talk(
      bot([{ kind: 'options', text: 'Go?', options: [{ label: 'Yes', goto: 'mail' }], into: null }], {
        mail: [ask('text'), say('thanks')],
      }),
    ).presses('main/0/1');
    talk.presses('main/0/1', 'Yes');
    expect(talk.said).toEqual(['text?']);
    expect(talk.turn.state.hasRequest).toBe(false);
    expect(talk.types('words').said).toEqual(['thanks']);
  });

  test.each([
    ['is', 'IADE', 'iade', true],
    ['is', 'iade now', 'iade', false],
    ['is-not', 'x', 'y', true],
    ['contains', 'my İADE please', 'iade', true],
    ['starts-with', 'Şikayet var', 'sikayet', true],
    ['is-set', ' ', '', false],
    ['is-set', 'x', '', true],
    ['is-empty', '', '', true],
  ] as const)('a filter "%s" on "%s" with "%s" is %s', (test_, present, value, fits) => {
    const filter: Block = {
      kind: 'filter',
      cases: [{ attribute: 'a', test: test_, value, goto: 'yes' }],
      otherwise: null,
    };
    expect(new Talk(bot([filter, say('no')], { yes: [say('yes')] }), { a: present }).said).toEqual([
      fits ? 'yes' : 'no',
    ]);
  });

  test.each([
    ['day', 'open'],
    ['night', 'closed'],
  ])('by the calendar "%s" the desk is %s', (calendar, flow) => {
    const hours: Block = { kind: 'hours', calendar, inside: 'open', outside: 'closed' };
    expect(new Talk(bot([hours], { open: [say('open')], closed: [say('closed')] })).said).toEqual([flow]);
  });
});

describe('asking', () => {
  test.each([
    ['email', 'ada@shop.test', 'ada@shop.test'],
    ['email', ' <mailto:ada@shop.test>. ', 'ada@shop.test'],
    ['email', 'Ada <ada@shop.test>', 'ada@shop.test'],
    ['email', 'it is ada@shop.test, thanks!', 'ada@shop.test'],
    ['email', 'ada at shop', null],
    ['email', 'a@x.test b@x.test', null],
    ['email', 'a\u202eda@shop.test', null],
    ['phone', '+90 (555) 123-45-67', '+905551234567'],
    ['phone', '0090 555 123 45 67', '+905551234567'],
    ['phone', '0555.123.45.67', '05551234567'],
    ['phone', '12345', null],
    ['phone', '1234567890123456', null],
    ['phone', 'call me 5551234567', null],
    ['name', '  Ada\nLovelace ', 'Ada Lovelace'],
    ['name', '42', null],
    ['name', 'ada@shop.test', null],
    ['text', ' two\r\nlines\u0000\u001b[2J ', 'two\nlines[2J'],
    ['text', '   ', null],
  ] as const)('the %s "%s" is kept as %s', (what, typed, kept) => {
    const talk = new Talk(bot([ask(what), { kind: 'wait', seconds: 9 }])).types(typed);
    expect(talk.attributes[what] ?? null).toBe(kept);
    expect(talk.turn.state.waiting?.kind).toBe(kept === null ? 'answer' : 'pause');
  });

  test('an unfitting answer is asked again, and after its tries the question is left behind', () => {
    const talk = new Talk(bot([ask('email', 'email', 2), say('on')], {}, 'tr')).types('yok');
    expect(talk.said[0]).toContain('e-posta adresi değil');
    talk.types('istemiyorum');
    expect(talk.said).toEqual(['on']);
    expect(talk.attributes).not.toHaveProperty('email');
    expect(talk.turn.state.hasRequest).toBe(true);
  });

  test('what the web site told of its visitor is not asked again; a text is', () => {
    const known = { email: 'ada@shop.test', name: 'Ada', text: 'old' };
    expect(new Talk(bot([ask('email'), ask('name'), ask('text')]), known).said).toEqual(['text?']);
  });

  test('a name alone is no request; any other words are', () => {
    const talk = new Talk(bot([ask('name'), ask('text'), { kind: 'wait', seconds: 9 }])).types('Ada');
    expect(talk.turn.state.hasRequest).toBe(false);
    expect(talk.types('hi').turn.state.hasRequest).toBe(true);
  });

  test('a text is kept to 4,000 characters and never to half a character', () => {
    const { attributes } = new Talk(bot([ask('text'), { kind: 'wait', seconds: 9 }])).types(`${'x'.repeat(3999)}😀`);
    expect(attributes['text']).toBe('x'.repeat(3999));
  });
});

describe('waiting', () => {
  test('a pause says nothing, takes words as part of the request, and ends by itself', () => {
    const talk = new Talk(bot([{ kind: 'wait', seconds: 5 }, say('later')]));
    expect(talk.turn).toMatchObject({ says: [], dueAt: at(5), phase: 'active' });
    talk.types('hurry up');
    expect(talk.turn).toMatchObject({ says: [], dueAt: at(5), state: { hasRequest: true } });
    expect(talk.waits(4).said).toEqual([]);
    expect(talk.waits(1).said).toEqual(['later']);
  });

  const listening = bot(
    [
      {
        kind: 'wait-for-message',
        seconds: 60,
        cases: [
          { words: ['no', 'hayır'], goto: 'no' },
          { words: ['iade*', 'money back'], goto: 'refund' },
        ],
        onTimeout: 'late',
        otherwise: null,
        into: 'said',
      },
      say('otherwise: {{said}}'),
    ],
    { no: [say('no')], refund: [say('refund')], late: [say('late')] },
  );
  test.each([
    ['No.', 'no'],
    ['HAYIR!', 'no'],
    ['the north', 'otherwise: the north'],
    ['İademi istiyorum', 'refund'],
    ['I want my Money-back', 'refund'],
  ])('to the message "%s" the bot says "%s"', (typed, answer) => {
    expect(new Talk(listening).types(typed).said[0]).toBe(answer);
  });

  test('with no message in time the flow goes its other way', () => {
    const talk = new Talk(listening);
    expect(talk.turn.dueAt).toBe(at(60));
    expect(talk.waits(59).turn.phase).toBe('active');
    expect(talk.waits(1).said).toEqual(['late']);
  });
});

describe('tickets', () => {
  const afterHours = bot([
    ask('text', 'request'),
    ask('email'),
    createTicket({ phone: '{{phone}}' }),
    say('We Received Your Request'),
  ]);

  test('a request with an address becomes a ticket, and what follows is said after it', () => {
    const talk = new Talk(afterHours, { name: 'Ada', phone: '+905551234567' }).types(
      'Parcel {{email}}',
      'ada@shop.test',
    );
    expect(talk.turn).toMatchObject({ phase: 'active', says: [] });
    expect(talk.turn.effect).toEqual({
      kind: 'create-ticket',
      ticket: {
        subject: 'After Hours Ticket',
        request: null,
        name: 'Ada',
        email: 'ada@shop.test',
        phone: '+905551234567',
        tag: 'After Hours Ticket',
        team: null,
        draftReason: null,
      },
    });
    talk.ticketMade();
    expect(talk.said).toEqual(['We Received Your Request']);
    expect(talk.turn).toMatchObject({ phase: 'ended', outcome: 'completed', effect: null });
    expect(talk.attributes['ticket']).toBe('1023');
  });

  test('subject, tag and request are put together on the way a design says', () => {
    const block = createTicket({
      subject: 'From {{name}}',
      tag: '{{topic}}',
      request: 'About {{topic}}:\n{{request}}',
    });
    const known = { name: 'Ada\nBcc: x', topic: 'iade', request: 'two\nlines', email: 'a@b.test' };
    expect(new Talk(bot([block]), known).turn.effect?.ticket).toMatchObject({
      subject: 'From Ada Bcc: x',
      tag: 'iade',
      request: 'About iade:\ntwo\nlines',
    });
  });

  test.each([
    [{}, 'no e-mail address: the visitor gave none', 'nobody can write to you'],
    [{ email: 'abc' }, '"abc" is no e-mail address', 'nobody can write to you'],
    [
      { phone: '05551234567' },
      'no e-mail address: the visitor gave none, but there is a phone number',
      'only by phone',
    ],
  ])('knowing %j the ticket is a draft, says why, and the visitor is told the truth', (known, reason, truth) => {
    const talk = new Talk(bot([createTicket(), say('We Received Your Request')]), known);
    expect(talk.turn.effect?.ticket).toMatchObject({ email: null, draftReason: reason });
    talk.ticketMade();
    expect(talk.said[0]).toContain('1023');
    expect(talk.said[0]).toContain(truth);
    expect(talk.said[1]).toBe('We Received Your Request');
  });

  test('a design that makes tickets in a circle is stopped after a few', () => {
    const talk = new Talk(bot([createTicket(), { kind: 'goto', flow: 'main' }]), { email: 'a@b.test' });
    let count = 0;
    const error = caught(() => {
      for (;;) {
        count += 1;
        talk.ticketMade(1000 + count);
      }
    });
    expect(error.code).toBe('LOOP');
    expect(count).toBeLessThan(12);
  });

  test("a design's own words for a draft are said in place of ours", () => {
    const talk = new Talk(bot([createTicket({ whenDraft: 'Kept as {{ticket}}' }), say('Bye')])).ticketMade(7);
    expect(talk.said).toEqual(['Kept as 7', 'Bye']);
  });

  test('handed over, the bot is silent; without an address the visitor hears what that means', () => {
    const talk = new Talk(bot([handOver]));
    expect(talk.turn.effect).toMatchObject({ kind: 'hand-over', ticket: { team: 'Support' } });
    talk.ticketMade();
    expect(talk.said).toHaveLength(2);
    expect(talk.turn).toMatchObject({ phase: 'handed-over', outcome: null, effect: null });
    expect(talk.types('hello?').turn).toMatchObject({ phase: 'handed-over', says: [], effect: null });
    expect(talk.does({ kind: 'visitor-left' }).turn).toMatchObject({ phase: 'ended', outcome: 'left', effect: null });
  });
});

describe('no request is lost', () => {
  const asking = bot([ask('text', 'request'), ask('email'), createTicket()]);

  test.each([
    ['visitor-silent', 'timed-out', 'wrote nothing more'],
    ['visitor-left', 'left', 'the visitor left'],
  ] as const)('a talk that stops by %s leaves a draft of what was written', (kind, outcome, why) => {
    const talk = new Talk(asking).types('My parcel is late').does({ kind });
    expect(talk.turn).toMatchObject({ phase: 'ended', outcome });
    expect(talk.turn.effect?.ticket).toMatchObject({
      subject: 'After Hours Ticket',
      tag: 'After Hours Ticket',
      request: null,
      draftReason: expect.stringContaining(why),
    });
    talk.ticketMade(1044);
    expect(talk.turn).toMatchObject({ phase: 'ended', outcome, effect: null });
    expect(talk.said[0]).toContain('1044');
    expect(talk.does({ kind }).turn).toMatchObject({ effect: null, says: [], outcome });
  });

  test('nothing written, nothing left behind', () => {
    expect(new Talk(asking).does({ kind: 'visitor-left' }).turn).toMatchObject({ effect: null, outcome: 'left' });
  });

  test('a talk that comes to its end without a ticket leaves what the visitor wrote as a draft', () => {
    const talk = new Talk(bot([ask('text'), say('Bye')])).types('Where is my parcel?');
    expect(talk.turn).toMatchObject({ phase: 'ended', outcome: 'completed', effect: { kind: 'create-ticket' } });
    expect(talk.ticketMade().turn).toMatchObject({ phase: 'ended', outcome: 'completed', effect: null });
  });

  test.each([
    ['LOOP', { kind: 'goto', flow: 'back' }],
    ['NO_FLOW', { kind: 'goto', flow: 'gone' }],
    ['NO_CALENDAR', { kind: 'hours', calendar: 'gone', inside: 'main', outside: 'main' }],
    ['UNKNOWN_BLOCK', { kind: 'dance' } as unknown as Block],
  ] as const)('a design broken by %s ends the talk with a draft of the words that met it', (code, block) => {
    const chatbot = bot([ask('text'), block], { back: [{ kind: 'goto', flow: 'back' }] });
    const talk = new Talk(chatbot);
    const error = caught(() => talk.types('help me'));
    expect(error).toMatchObject({ code });
    const turn = breakOff(chatbot, error.state, error.message);
    expect(turn).toMatchObject({ phase: 'ended', outcome: 'broken' });
    expect(turn.effect?.ticket.draftReason).toContain('the talk was not finished: flow');
  });
});

function caught(act: () => unknown): FlowError {
  try {
    act();
  } catch (error) {
    if (error instanceof FlowError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
