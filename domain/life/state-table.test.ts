import type { Actor } from '../actor.ts';
import type { Command } from '../command.ts';
import type { OpenDelivery } from '../delivery.ts';
import { standardSettings, type Desk } from '../desk.ts';
import type { Category, TicketState } from '../ticket.ts';
import type { Circumstances, Decision } from './decision.ts';
import { chooseTicket, type Candidate } from './choose-ticket.ts';
import { aCommandContext, aStatusEach, aTicketState } from './life-in-test.ts';
import { settleOverdue } from './settle-overdue.ts';
import { startable } from './startable.ts';
import { takeCommand } from './take-command.ts';
import { takeMessage } from './take-message.ts';
import { takeReceipt } from './take-receipt.ts';
import { takeWake } from './take-wake.ts';

const now = '2026-11-23T09:00:00.000Z';
const operator: Actor = { kind: 'representative', id: 'r1', name: 'Ayşe' };
const desk: Desk = {
  settings: standardSettings,
  statuses: aStatusEach,
  priorities: [
    { id: 'normal', name: 'normal', rank: 1, color: 'blue', isDefault: true },
    { id: 'high', name: 'high', rank: 2, color: 'blue', isDefault: false },
  ],
};

function at(ticket: Partial<TicketState>, openDeliveries: OpenDelivery[] = []): Circumstances {
  return {
    ticketId: 't1',
    now,
    desk,
    openDeliveries,
    actor: operator,
    ticket: aTicketState({ tags: ['Sipariş'], ...ticket }),
  };
}

const context = aCommandContext({
  contactEmail: 'ada@customer.test',
  copied: ['copy@customer.test'],
  ownAddresses: ['support@desk.test'],
});

const live = { now, standing: 'live' as const };
const types = (decision: Decision) => decision.events.map(({ type }) => type);
const statusOf = (decision: Decision) =>
  decision.events.flatMap((event) => (event.type === 'ticket.status_changed' ? [event.data.category] : []))[0] ?? null;

function planned(change: Partial<OpenDelivery> = {}): OpenDelivery {
  return {
    id: 'x1',
    kind: 'reply',
    state: 'planned',
    attempt: 0,
    attemptEndsAt: null,
    nextAttemptAt: now,
    wasRepeated: false,
    plannedAt: now,
    ...change,
  };
}

describe("a customer's message", () => {
  test.each<[string, Partial<TicketState>, string[], Category | null]>([
    ['is only added to a new ticket', { category: 'new' }, [], null],
    ['is only added to an open ticket', { category: 'open' }, [], null],
    ['opens a waiting ticket', { category: 'waiting' }, ['ticket.status_changed'], 'open'],
    ['reopens a solved ticket', { category: 'solved', solvedAt: now }, ['ticket.status_changed'], 'open'],
    ['brings an archived ticket back', { archivedAt: now }, ['ticket.unarchived'], null],
    [
      'brings back and opens an archived, solved one',
      { archivedAt: now, category: 'solved' },
      ['ticket.unarchived', 'ticket.status_changed'],
      'open',
    ],
    ['leaves spam as spam', { category: 'spam' }, [], null],
    ['leaves a deleted ticket deleted', { deletedAt: now }, [], null],
    ['ends a snooze', { category: 'open', snoozedUntil: now }, ['ticket.snooze_ended'], null],
  ])('%s', (_title, ticket, events, category) => {
    const decision = takeMessage(at(ticket), { automatic: null });
    expect(types(decision)).toEqual(events);
    expect(statusOf(decision)).toBe(category);
  });

  test('an out-of-office answer reopens nothing', () => {
    expect(types(takeMessage(at({ category: 'solved' }), { automatic: 'auto-reply' }))).toEqual([]);
  });
});

describe('which ticket a message belongs to', () => {
  const candidate = (change: Partial<Candidate>): Candidate => ({
    ticketId: 't1',
    standing: 'live',
    solvedAt: null,
    isParticipant: true,
    foundBy: 'thread',
    ...change,
  });
  const choose = (...candidates: Candidate[]) => chooseTicket(candidates, { now, reopenDays: 14 });
  const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();

  test('a message without a thread opens a ticket', () => {
    expect(choose()).toEqual({ kind: 'open', continues: null, suggested: null });
  });
  test('an answer of a participant is added', () => {
    expect(choose(candidate({}))).toEqual({ kind: 'add', ticketId: 't1' });
  });
  test('a stranger who quotes a number opens a ticket of his own with a suggested link', () => {
    expect(choose(candidate({ isParticipant: false, foundBy: 'number' }))).toEqual({
      kind: 'open',
      continues: null,
      suggested: 't1',
    });
  });
  test('the thread counts before the number', () => {
    expect(
      choose(candidate({ ticketId: 'by-number', foundBy: 'number' }), candidate({ ticketId: 'by-thread' })),
    ).toEqual({ kind: 'add', ticketId: 'by-thread' });
  });
  test('a ticket solved 13 days ago is added to, one solved 15 days ago is continued by a new one', () => {
    expect(choose(candidate({ standing: 'solved', solvedAt: daysAgo(13) }))).toEqual({ kind: 'add', ticketId: 't1' });
    expect(choose(candidate({ standing: 'solved', solvedAt: daysAgo(15) }))).toEqual({
      kind: 'open',
      continues: 't1',
      suggested: null,
    });
  });
  test.each(['deleted', 'purged'] as const)('an answer to a %s ticket opens a new, linked one', (standing) => {
    expect(choose(candidate({ standing }))).toEqual({ kind: 'open', continues: 't1', suggested: null });
  });
});

describe("operators' commands", () => {
  const commands: Command[] = [
    { name: 'edit', subject: 'New subject' },
    { name: 'reply', draftId: 'd1', seen: 2 },
    { name: 'note', draftId: 'd1' },
    { name: 'forward', draftId: 'd1', to: ['other@outside.test'] },
    { name: 'priority', priorityId: 'high' },
    { name: 'assign', representativeId: 'r1', teamId: null },
    { name: 'tag', add: ['VIP'], remove: [] },
    { name: 'delete' },
  ];

  test.each(commands.map((command) => [command.name, command] as const))(
    '%s acts in every standing but deleted and purged',
    (_name, command) => {
      for (const ticket of [{}, { category: 'solved' as const }, { archivedAt: now }, { category: 'spam' as const }]) {
        const decision = takeCommand(at(ticket), command, context);
        expect(decision.refusal).toBeUndefined();
        expect(types(decision)).not.toContain('ticket.unarchived');
        expect(decision.events.length).toBeGreaterThan(0);
      }
      for (const ticket of [{ deletedAt: now }, { deletedAt: now, purgedAt: now }]) {
        expect(takeCommand(at(ticket), command, context).refusal?.code).toBe('STATE_FORBIDS');
      }
    },
  );

  test('restore and purge are for deleted tickets alone', () => {
    expect(types(takeCommand(at({ deletedAt: now }), { name: 'restore' }, context))).toEqual(['ticket.restored']);
    expect(types(takeCommand(at({ deletedAt: now }), { name: 'purge' }, context))).toEqual(['ticket.purged']);
    expect(takeCommand(at({}), { name: 'purge' }, context).refusal?.code).toBe('STATE_FORBIDS');
  });

  test('a reply is refused when the customer wrote since the operator looked, and says so', () => {
    const refused = takeCommand(
      at({ conflictNumber: 3 }),
      { name: 'reply', draftId: 'd1', seen: 2 },
      { ...context, newerMessages: [{ number: 3, kind: 'contact' }] },
    );
    expect(refused.refusal?.code).toBe('CONFLICT');
    expect(refused.refusal?.message).toContain('a message of the customer (no. 3)');
  });

  test('a reply keeps those in copy and moves a new ticket to open', () => {
    const decision = takeCommand(at({ category: 'new' }), { name: 'reply', draftId: 'd1', seen: 2 }, context);
    expect(decision.deliveries[0]?.recipients).toEqual({ to: ['ada@customer.test'], cc: ['copy@customer.test'] });
    expect(statusOf(decision)).toBe('open');
  });

  const here = { conversationId: 'talk', phase: 'handed-over', isVisitorThere: true } as const;
  const away = { ...here, isVisitorThere: false };
  const withBot = { ...here, phase: 'active' } as const;
  test.each([
    ['the visitor is there', { chat: here }, {}, 'chat'],
    ['the visitor is away', { chat: away }, {}, 'reply'],
    ['the visitor is away and gave no address', { chat: away, contactEmail: null }, {}, 'chat'],
    ['the bot still talks', { chat: withBot }, {}, 'reply'],
    ['the bot still talks to somebody without an address', { chat: withBot, contactEmail: null }, {}, 'chat'],
    ['somebody is to have a copy', { chat: here }, { cc: ['boss@customer.test'] }, 'reply'],
    ['mail is chosen', { chat: here }, { by: 'mail' }, 'reply'],
    ['the chat is chosen', { chat: away }, { by: 'chat' }, 'chat'],
    ['there is no talk', {}, {}, 'reply'],
    ['the chat is chosen and there is no talk', {}, { by: 'chat' }, 'STATE_FORBIDS'],
    ['the chat is chosen with a copy', { chat: here }, { by: 'chat', cc: ['a@b.test'] }, 'INVALID_INPUT'],
    ['mail is chosen without an address', { chat: here, contactEmail: null }, { by: 'mail' }, 'STATE_FORBIDS'],
  ] as const)('a reply when %s', (_when, known, asked, way) => {
    const command = {
      name: 'reply' as const,
      draftId: 'd1',
      seen: 2,
      ...asked,
      cc: 'cc' in asked ? [...asked.cc] : undefined,
    };
    const decision = takeCommand(at({ category: 'new' }), command, { ...context, ...known });
    expect(decision.refusal?.code ?? decision.deliveries[0]?.kind).toBe(way);
    if (way !== 'chat') return;
    expect(decision.deliveries[0]).toMatchObject({ data: { conversationId: 'talk' }, recipients: {} });
    expect(decision.messages[0]?.kind).toBe('reply');
    expect(types(decision)).toEqual(['reply.written', 'ticket.status_changed']);
  });

  test("what is no address becomes neither a contact's address nor a recipient", () => {
    const wrong = takeCommand(at({}), { name: 'edit', contact: { email: 'not an address' } }, context);
    expect(wrong.refusal?.code).toBe('INVALID_INPUT');
    expect(wrong.contact).toBeFalsy();
    const astray = takeCommand(at({}), { name: 'forward', draftId: 'd1', to: ['Ada'] }, context);
    expect(astray.refusal?.code).toBe('INVALID_INPUT');
  });

  test('our own address is refused as a recipient', () => {
    const toUs = takeCommand(at({}), { name: 'forward', draftId: 'd1', to: ['Support@desk.test'] }, context);
    expect(toUs.refusal?.code).toBe('RECIPIENT_IS_OURS');
    for (const ours of [{ cc: ['support+t1@desk.test'] }, { cc: ['SUPPORT@DESK.TEST'] }]) {
      const copied = takeCommand(at({}), { name: 'reply', draftId: 'd1', seen: 2, ...ours }, context);
      expect(copied.refusal?.code).toBe('RECIPIENT_IS_OURS');
    }
  });

  test('somebody copied whose address became ours is left out of an answer without holding it up', () => {
    const copied = ['copy@customer.test', 'support@desk.test'];
    const decision = takeCommand(at({}), { name: 'reply', draftId: 'd1', seen: 2 }, { ...context, copied });
    expect(decision.deliveries[0]?.recipients).toEqual({ to: ['ada@customer.test'], cc: ['copy@customer.test'] });
  });

  test('a status change is refused when somebody changed the status first; tags never conflict', () => {
    expect(
      takeCommand(at({ category: 'solved' }), { name: 'status', statusId: 'spam', from: 'open' }, context).refusal
        ?.code,
    ).toBe('CONFLICT');
    expect(takeCommand(at({}), { name: 'tag', add: ['x'], remove: ['siparis'] }, context).events[0]?.data).toEqual({
      added: ['x'],
      removed: ['siparis'],
    });
  });

  test.each([
    ['spam', { name: 'status', statusId: 'spam', from: 'open' }],
    ['deleted', { name: 'delete' }],
  ] as const)('what is still planned is discarded visibly when the ticket becomes %s', (_standing, command) => {
    const decision = takeCommand(at({}, [planned(), planned({ id: 'x2', state: 'sending' })]), command, context);
    expect(types(decision)).toContain('delivery.discarded');
    expect(decision.deliveryChanges.map(({ id, to }) => [id, to])).toEqual([['x1', 'discarded']]);
  });

  test('a deleted ticket is purged 30 days later', () => {
    expect(takeCommand(at({}), { name: 'delete' }, context).wakes).toContainEqual({
      kind: 'purge',
      reference: null,
      due: '2026-12-23T09:00:00.000Z',
    });
  });

  test('a script may insist on a version', () => {
    expect(takeCommand(at({}), { name: 'archive', ifVersion: 4 }, context).refusal?.code).toBe('CONFLICT');
    expect(types(takeCommand(at({}), { name: 'archive', ifVersion: 5 }, context))).toEqual(['ticket.archived']);
  });
});

describe('wakes', () => {
  test('a snooze ends where it still means something: not when solved, archived, spam or deleted', () => {
    const snoozed = { snoozedUntil: now };
    expect(types(takeWake(at({ ...snoozed }), { kind: 'snooze' }))).toEqual(['ticket.snooze_ended']);
    for (const ticket of [
      { category: 'solved' as const },
      { archivedAt: now },
      { category: 'spam' as const },
      { deletedAt: now },
    ]) {
      expect(types(takeWake(at({ ...snoozed, ...ticket }), { kind: 'snooze' }))).toEqual([]);
    }
  });
  test('a purge runs on a ticket that is still deleted, and on no other', () => {
    expect(takeWake(at({ deletedAt: now }), { kind: 'purge' }).purge).toBe(true);
    expect(takeWake(at({}), { kind: 'purge' }).purge).toBeUndefined();
  });
});

describe('deliveries', () => {
  test('an attempt past its end: a notice is repeated once, an answer to a customer waits for an operator', () => {
    const overdue = { state: 'sending' as const, attempt: 1, attemptEndsAt: '2026-11-23T08:59:59.000Z' };
    const changes = (delivery: OpenDelivery) => settleOverdue(at({}, [delivery])).deliveryChanges.map(({ to }) => to);
    expect(changes(planned({ ...overdue, kind: 'redirection' }))).toEqual(['repeated']);
    expect(changes(planned({ ...overdue, kind: 'redirection', wasRepeated: true }))).toEqual(['unsure']);
    expect(changes(planned({ ...overdue, kind: 'reply' }))).toEqual(['unsure']);
    expect(changes(planned({ ...overdue, attemptEndsAt: '2026-11-23T09:00:01.000Z' }))).toEqual([]);
  });

  test('a later answer waits for an earlier one that is due or sending, and passes one that backs off', () => {
    const later = planned({ id: 'later', plannedAt: '2026-11-23T09:00:00.000Z' });
    const earlier = planned({ id: 'earlier', plannedAt: '2026-11-23T08:00:00.000Z' });
    expect(startable([earlier, later], now).map(({ id }) => id)).toEqual(['earlier']);
    expect(startable([{ ...earlier, state: 'sending' }, later], now).map(({ id }) => id)).toEqual([]);
    expect(
      startable([{ ...earlier, nextAttemptAt: '2026-11-23T10:00:00.000Z' }, later], now).map(({ id }) => id),
    ).toEqual(['later']);
  });

  test('lines of a chat keep their order; mail and chat do not wait for each other', () => {
    const line = planned({ id: 'line', kind: 'chat', plannedAt: '2026-11-23T08:00:00.000Z' });
    const next = planned({ id: 'next', kind: 'chat', plannedAt: '2026-11-23T08:01:00.000Z' });
    const mail = planned({ id: 'mail', plannedAt: '2026-11-23T08:02:00.000Z' });
    expect(startable([line, next, mail], now).map(({ id }) => id)).toEqual(['line', 'mail']);
    expect(startable([mail, next], now).map(({ id }) => id)).toEqual(['mail', 'next']);
  });

  test.each([
    ['sent', 'sent', ['delivery.sent']],
    ['refused', 'failed', ['delivery.failed']],
    ['deferred', 'planned', ['delivery.deferred']],
    ['fault', 'planned', ['delivery.deferred']],
  ] as const)('an attempt that ends as %s makes the delivery %s', (outcome, state, events) => {
    const decision = takeReceipt({ id: 'x1', kind: 'reply', attempt: 1, wasRepeated: false }, { outcome }, live);
    expect(decision.state).toBe(state);
    expect(decision.events.map(({ type }) => type)).toEqual(events);
  });

  test('a cut after the mail began to go out: an answer becomes unsure, a notice is repeated once', () => {
    const ends = (kind: 'reply' | 'redirection', wasRepeated: boolean) =>
      takeReceipt({ id: 'x1', kind, attempt: 1, wasRepeated }, { outcome: 'unsure' }, live).state;
    expect([ends('reply', false), ends('redirection', false), ends('redirection', true)]).toEqual([
      'unsure',
      'planned',
      'unsure',
    ]);
  });

  test('a mail deferred after its ticket was deleted is discarded, not tried again', () => {
    const decision = takeReceipt(
      { id: 'x1', kind: 'reply', attempt: 1, wasRepeated: false },
      { outcome: 'deferred' },
      {
        now,
        standing: 'deleted',
      },
    );
    expect([decision.state, decision.events.map(({ type }) => type)]).toEqual(['discarded', ['delivery.discarded']]);
  });

  test('back-off grows from a minute and ends in failure after about two days', () => {
    const next = (attempt: number) =>
      takeReceipt({ id: 'x1', kind: 'reply', attempt, wasRepeated: false }, { outcome: 'deferred' }, live)
        .nextAttemptAt;
    expect(next(1)).toBe('2026-11-23T09:01:00.000Z');
    expect(next(12)).toBe('2026-11-23T13:00:00.000Z');
    expect(
      takeReceipt({ id: 'x1', kind: 'reply', attempt: 20, wasRepeated: false }, { outcome: 'deferred' }, live).state,
    ).toBe('failed');
  });
});
