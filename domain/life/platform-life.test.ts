import { theDesk, type Actor } from '../actor.ts';
import type { Channel } from '../channel.ts';
import type { OpenDelivery } from '../delivery.ts';
import { standardSettings, type Desk } from '../desk.ts';
import type { PlatformState } from '../platform/platform-state.ts';
import type { TicketState } from '../ticket.ts';
import type { AtPlatform, CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import type { AttemptOutcome, PlatformAttempt } from './receipt.ts';
import { aCommandContext, aStatusEach, aTicketState } from './life-in-test.ts';
import { settleOverdue } from './settle-overdue.ts';
import { startable } from './startable.ts';
import { takeCommand } from './take-command.ts';
import { takeReceipt } from './take-receipt.ts';
import { takeRefusedAnswer } from './take-refused-answer.ts';
import { takeWake } from './take-wake.ts';

const now = '2026-11-23T09:00:00.000Z';
const later = '2026-11-25T09:00:00.000Z';
const earlier = '2026-11-22T09:00:00.000Z';
const ece: Actor = { kind: 'representative', id: 'r1', name: 'Ece' };
const desk: Desk = {
  settings: { ...standardSettings, forbiddenAnswerWords: ['iade'] },
  statuses: aStatusEach,
  priorities: [],
};

const comment: PlatformState = {
  rootId: 'root',
  itemId: 'newest',
  place: { id: 'post', title: null, url: null },
  isHidden: false,
  isRemoved: false,
  status: null,
  answer: 'none',
  privateReply: { until: later, usedAt: null },
  answerBy: null,
};
const question: PlatformState = {
  ...comment,
  rootId: 'q',
  itemId: 'q',
  status: 'WAITING_FOR_ANSWER',
  privateReply: null,
  answerBy: later,
};

function at(channel: Channel, platform: PlatformState | null, more: Partial<TicketState> = {}): Circumstances {
  const ticket = aTicketState({ subject: null, channel, platform, ...more });
  return { ticketId: 't1', ticket, now, desk, openDeliveries: [], actor: ece };
}

const context = aCommandContext({ draft: { id: 'd1', text: 'Merhaba, yarın kargoda.' } });
const onItsWay = (kind: AtPlatform['kind'], state: AtPlatform['state'], itemId: string): CommandContext => ({
  ...context,
  atPlatform: [{ id: 'x1', kind, state, itemId }],
});
const saying = (text: string): CommandContext => ({ ...context, draft: { id: 'd1', text } });
const types = (decision: Decision) => decision.events.map(({ type }) => type);

describe('a reply at a platform', () => {
  const asked = { name: 'reply' as const, draftId: 'd1', seen: 2 };
  const publicly = { kind: 'public-reply', data: { act: 'reply', itemId: 'root', placeId: 'post' } };
  const privately = { kind: 'private-reply', data: { act: 'private-reply', itemId: 'newest', placeId: 'post' } };
  const answer = { kind: 'public-reply', data: { act: 'answer', itemId: 'q' } };
  const mailed = { ...context, contactEmail: 'ada@customer.test' };

  test.each<[string, Circumstances, CommandContext, object, object]>([
    ['a comment, in public under its top', at('instagram', comment), context, {}, publicly],
    ['a comment, privately to the newest', at('facebook', comment), context, { by: 'private' }, privately],
    ['a question', at('trendyol', question), context, {}, answer],
    [
      'a comment by mail where there is an address',
      at('instagram', comment),
      mailed,
      { by: 'mail' },
      { kind: 'reply' },
    ],
    ['a form’s response, by mail', at('supsis-form', comment), mailed, {}, { kind: 'reply' }],
    ['a second one in public', at('instagram', comment), onItsWay('public-reply', 'planned', 'root'), {}, publicly],
    [
      'a private reply after one to an older',
      at('instagram', comment),
      onItsWay('private-reply', 'sent', 'old'),
      { by: 'private' },
      privately,
    ],
    [
      'a question anew after a refusal',
      at('trendyol', { ...question, answer: 'refused' }),
      onItsWay('public-reply', 'sent', 'q'),
      {},
      answer,
    ],
  ])('answers %s', (_what, circumstances, known, way, delivery) => {
    expect(takeCommand(circumstances, { ...asked, ...way }, known).deliveries[0]).toMatchObject(delivery);
  });

  const one = { by: 'private' };
  test.each<[string, Circumstances, CommandContext, object, string]>([
    ['a removed comment', at('instagram', { ...comment, isRemoved: true }), context, {}, 'ANSWER_NOT_ALLOWED'],
    ['a hidden comment', at('instagram', { ...comment, isHidden: true }), context, {}, 'ANSWER_NOT_ALLOWED'],
    [
      'after seven days',
      at('facebook', { ...comment, privateReply: { until: earlier, usedAt: null } }),
      context,
      one,
      'ANSWER_NOT_ALLOWED',
    ],
    [
      'a second private one, planned',
      at('facebook', comment),
      onItsWay('private-reply', 'planned', 'newest'),
      one,
      'ANSWER_NOT_ALLOWED',
    ],
    [
      'a second private one, sending',
      at('facebook', comment),
      onItsWay('private-reply', 'sending', 'newest'),
      one,
      'ANSWER_NOT_ALLOWED',
    ],
    [
      'a second private one, sent',
      at('facebook', comment),
      onItsWay('private-reply', 'sent', 'newest'),
      one,
      'ANSWER_NOT_ALLOWED',
    ],
    [
      'a second private one, unsure',
      at('facebook', comment),
      onItsWay('private-reply', 'unsure', 'newest'),
      one,
      'ANSWER_NOT_ALLOWED',
    ],
    ['a private one over 1000 bytes', at('instagram', comment), saying('ş'.repeat(501)), one, 'ANSWER_NOT_ALLOWED'],
    ['a private one to a question', at('trendyol', question), context, one, 'ANSWER_NOT_ALLOWED'],
    [
      'a second answer, planned',
      at('trendyol', question),
      onItsWay('public-reply', 'planned', 'q'),
      {},
      'ANSWER_NOT_ALLOWED',
    ],
    [
      'a second answer, under review',
      at('trendyol', { ...question, answer: 'in-review' }),
      context,
      {},
      'ANSWER_NOT_ALLOWED',
    ],
    ['a closed question', at('trendyol', { ...question, status: 'REPORTED' }), context, {}, 'ANSWER_NOT_ALLOWED'],
    [
      'after three business days',
      at('trendyol', { ...question, answerBy: earlier }),
      context,
      {},
      'ANSWER_NOT_ALLOWED',
    ],
    ['with a forbidden word', at('trendyol', question), saying('İADE edebilirsiniz efendim'), {}, 'ANSWER_NOT_ALLOWED'],
    ['with a copy to somebody', at('instagram', comment), context, { cc: ['a@b.test'] }, 'INVALID_INPUT'],
    ['in public on a mail’s ticket', at('email', null), context, { by: 'public' }, 'ANSWER_NOT_ALLOWED'],
    ['when the customer wrote meanwhile', at('instagram', comment, { conflictNumber: 3 }), context, {}, 'CONFLICT'],
  ])('is refused before it is sent: %s', (_what, circumstances, known, way, code) => {
    const decision = takeCommand(circumstances, { ...asked, ...way }, known);
    expect(decision.refusal?.code).toBe(code);
    expect(decision.deliveries).toEqual([]);
  });
});

test.each<[string, Circumstances, CommandContext, 'hide' | 'show' | 'remove', string | null]>([
  ['hides a comment', at('instagram', comment), context, 'hide', null],
  ['removes a hidden comment', at('facebook', { ...comment, isHidden: true }), context, 'remove', null],
  ['acts on spam', at('facebook', comment, { category: 'spam' }), context, 'hide', null],
  ['shows no shown comment', at('facebook', comment), context, 'show', 'STATE_FORBIDS'],
  ['hides no hidden comment', at('facebook', { ...comment, isHidden: true }), context, 'hide', 'STATE_FORBIDS'],
  [
    'does nothing to a gone comment',
    at('facebook', { ...comment, isRemoved: true }),
    context,
    'remove',
    'STATE_FORBIDS',
  ],
  [
    'waits for another change',
    at('facebook', comment),
    onItsWay('moderation', 'planned', 'newest'),
    'hide',
    'STATE_FORBIDS',
  ],
  ['does nothing to a question', at('trendyol', question), context, 'hide', 'ANSWER_NOT_ALLOWED'],
  ['does nothing to a form’s response', at('supsis-form', comment), context, 'remove', 'ANSWER_NOT_ALLOWED'],
  ['does nothing to a mail', at('email', null), context, 'hide', 'ANSWER_NOT_ALLOWED'],
])('moderation %s', (_what, circumstances, known, act, code) => {
  const decision = takeCommand(circumstances, { name: 'moderate', act }, known);
  expect(decision.refusal?.code ?? null).toBe(code);
  if (code === null)
    expect(decision.deliveries[0]).toMatchObject({ kind: 'moderation', data: { act, itemId: 'newest', by: ece } });
});

test.each<[string, AtPlatform[], PlatformState, string | null]>([
  ['is tried again', [], comment, null],
  [
    'is not while another is on its way',
    [{ id: 'x2', kind: 'private-reply', state: 'sending', itemId: 'newest' }],
    comment,
    'ANSWER_NOT_ALLOWED',
  ],
  ['is not after its time', [], { ...comment, privateReply: { until: earlier, usedAt: null } }, 'ANSWER_NOT_ALLOWED'],
])('a private reply that failed %s', (_what, atPlatform, platform, code) => {
  const delivery = { id: 'x1', kind: 'private-reply' as const, state: 'failed', itemId: 'newest' };
  const again = { name: 'retry-delivery' as const, deliveryId: 'x1' };
  expect(takeCommand(at('facebook', platform), again, { ...context, delivery, atPlatform }).refusal?.code ?? null).toBe(
    code,
  );
});

describe('an attempt at a platform', () => {
  const attempt: PlatformAttempt = {
    act: 'reply',
    itemId: 'newest',
    sourceId: 's1',
    by: ece,
    code: null,
    until: null,
    settleSeconds: 60,
  };
  const receive = (
    outcome: AttemptOutcome['outcome'],
    change: Partial<PlatformAttempt> = {},
    { number = 1, platform = comment, standing = 'live' as const as 'live' | 'spam' } = {},
  ) => {
    const kind =
      change.act === 'private-reply'
        ? 'private-reply'
        : ['hide', 'show', 'remove'].includes(change.act ?? '')
          ? 'moderation'
          : 'public-reply';
    const delivery = { id: 'x1', kind, attempt: number, wasRepeated: false } as const;
    return takeReceipt(delivery, { outcome, atPlatform: { ...attempt, ...change } }, { now, standing, platform });
  };

  test.each([
    ['unsure', {}, 1, 'planned', '2026-11-23T09:01:00.000Z', ['delivery.unsure', 'delivery.deferred']],
    ['unsure', {}, 3, 'planned', '2026-11-23T09:04:00.000Z', ['delivery.unsure', 'delivery.deferred']],
    ['unsure', {}, 20, 'unsure', null, ['delivery.unsure']],
    ['deferred', {}, 1, 'planned', '2026-11-23T09:01:00.000Z', ['delivery.deferred']],
    ['deferred', { until: later }, 1, 'planned', later, ['delivery.deferred']],
    ['deferred', {}, 20, 'failed', null, ['delivery.failed']],
    ['fault', { code: 'PLATFORM_BLOCKED' }, 20, 'planned', '2026-11-23T10:00:00.000Z', ['delivery.held']],
    ['refused', {}, 1, 'failed', null, ['delivery.failed']],
    ['sent', {}, 1, 'sent', null, ['delivery.sent']],
  ] as const)('that ends as %s %j, the %s., makes it %s', (outcome, change, number, state, nextAttemptAt, events) => {
    const decision = receive(outcome, change, { number });
    expect([decision.state, decision.nextAttemptAt, decision.events.map(({ type }) => type)]).toEqual([
      state,
      nextAttemptAt,
      events,
    ]);
    expect(decision.heldReason).toBe(outcome === 'fault' ? 'the source is stopped: PLATFORM_BLOCKED' : undefined);
  });

  test('that may have happened on a ticket that is spam by now is for somebody to see', () => {
    expect(receive('unsure', {}, { standing: 'spam' }).state).toBe('unsure');
    expect(receive('deferred', {}, { standing: 'spam' }).state).toBe('discarded');
    expect(receive('deferred', { act: 'hide' }, { standing: 'spam' }).state).toBe('planned');
  });

  test.each([
    ['hide', comment, 'comment.hidden', ece],
    ['show', { ...comment, isHidden: true }, 'comment.shown', ece],
    ['remove', comment, 'comment.removed', ece],
    ['hide', { ...comment, isHidden: true }, 'delivery.sent', theDesk],
    ['remove', { ...comment, isRemoved: true }, 'delivery.sent', theDesk],
  ] as const)('that did "%s" is told once, whoever tells first', (act, platform, type, actor) => {
    expect(receive('sent', { act }, { platform }).events.at(-1)).toMatchObject({ type, actor });
  });

  test.each([
    ['private-reply', 'newest', ['private-reply-end']],
    ['private-reply', 'older', []],
    ['answer', 'newest', ['answer-deadline']],
    ['remove', 'newest', ['private-reply-end']],
    ['reply', 'newest', []],
  ] as const)('that sent a %s to the %s item ends the deadlines %j', (act, itemId, kinds) => {
    expect(receive('sent', { act, itemId }).wakes?.map(({ kind, due }) => [kind, due])).toEqual(
      kinds.map((kind) => [kind, null]),
    );
  });
});

function open(change: Partial<OpenDelivery>): OpenDelivery {
  const planned = {
    kind: 'public-reply',
    state: 'planned',
    attempt: 0,
    attemptEndsAt: null,
    nextAttemptAt: now,
  } as const;
  return { id: 'x1', wasRepeated: false, plannedAt: now, ...planned, ...change };
}

test('an attempt that died is asked for, and is an operator’s turn only after two days or on spam', () => {
  const died = open({ state: 'sending', attempt: 1, attemptEndsAt: earlier });
  const become = (circumstances: Circumstances, delivery: OpenDelivery) =>
    settleOverdue({ ...circumstances, openDeliveries: [delivery] }).deliveryChanges.map(({ to }) => to);
  expect(become(at('instagram', comment), died)).toEqual(['asked-for']);
  expect(become(at('instagram', comment), { ...died, attempt: 20 })).toEqual(['unsure']);
  expect(become(at('instagram', comment, { category: 'spam' }), died)).toEqual(['unsure']);
  expect(become(at('instagram', comment, { category: 'spam' }), { ...died, kind: 'moderation' })).toEqual([
    'asked-for',
  ]);
});

test('answers at a platform keep their order, one at a time; one that backs off lets the next pass', () => {
  const first = open({ id: 'first', plannedAt: earlier });
  const next = open({ id: 'next' });
  const apart = open({ id: 'apart', kind: 'moderation' });
  const ids = (...deliveries: OpenDelivery[]) => startable(deliveries, now).map(({ id }) => id);
  expect(ids(first, next, apart)).toEqual(['first', 'apart']);
  expect(ids({ ...first, nextAttemptAt: later }, next)).toEqual(['next']);
  expect(ids(first, { ...next, state: 'sending' })).toEqual([]);
});

test.each<[string, Partial<TicketState>, string[]]>([
  ['an open ticket', {}, []],
  ['a waiting ticket', { category: 'waiting' }, ['ticket.status_changed']],
  ['a solved ticket', { category: 'solved', solvedAt: now }, ['ticket.status_changed']],
  ['a snoozed ticket', { category: 'waiting', snoozedUntil: later }, ['ticket.snooze_ended', 'ticket.status_changed']],
  ['an archived ticket', { category: 'solved', archivedAt: now }, ['ticket.unarchived', 'ticket.status_changed']],
  ['spam', { category: 'spam' }, []],
  ['a deleted ticket', { deletedAt: now }, []],
])('an answer that the review refused brings back %s', (_what, ticket, events) => {
  const decision = takeRefusedAnswer(at('trendyol', question, ticket));
  expect(types(decision)).toEqual(events);
  const isQuiet = ticket.category === 'spam' || ticket.deletedAt;
  expect(decision.wakes.filter(({ kind }) => kind === 'answer-deadline').map(({ due }) => due)).toEqual(
    isQuiet ? [] : [later],
  );
});

test.each([
  ['answer-deadline', { ...question, answerBy: earlier }, ['deadline.passed']],
  ['answer-deadline', { ...question, answerBy: earlier, answer: 'refused' as const }, ['deadline.passed']],
  ['answer-deadline', { ...question, answerBy: earlier, answer: 'in-review' as const }, []],
  ['answer-deadline', question, []],
  ['private-reply-end', { ...comment, privateReply: { until: earlier, usedAt: null } }, ['deadline.passed']],
  ['private-reply-end', { ...comment, privateReply: { until: earlier, usedAt: earlier } }, []],
  ['private-reply-end', { ...comment, privateReply: { until: earlier, usedAt: null }, isRemoved: true }, []],
] as const)('the wake %s of %j says %j', (kind, platform, events) => {
  expect(types(takeWake(at('trendyol', platform), { kind }))).toEqual(events);
});
