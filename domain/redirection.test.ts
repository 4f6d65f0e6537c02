import { matchRedirections } from './redirection.ts';
import type { RedirectionRule } from './redirection.ts';
import { redirectionRecipients } from './redirection-recipients.ts';

const rule = (id: string, tags: string[], extra: Partial<RedirectionRule> = {}): RedirectionRule => ({
  id,
  version: 3,
  tags,
  recipients: [{ kind: 'address', address: 'depo@example.net' }],
  isPaused: false,
  ...extra,
});
const ticket = { tags: ['Kargo', 'İADE'], subject: 'Mesai Dışı Talep', isSpam: false };
const reasons = (rules: RedirectionRule[], extra: object = {}) =>
  matchRedirections({ ...ticket, ...extra }, rules).map(({ matched, reason }) => [matched, reason]);

test('redirects every new ticket when the rule tag is *', () => {
  expect(reasons([rule('a', ['*'])], { tags: [], subject: '' })).toEqual([[true, { kind: 'every-ticket' }]]);
});

test('any of the chosen tags is enough, however it is spelled', () => {
  expect(reasons([rule('a', ['fatura', ' iade '])])).toEqual([
    [true, { kind: 'tag', ruleTag: ' iade ', ticketTag: 'İADE' }],
  ]);
  expect(reasons([rule('a', ['IADE'])])[0]?.[0]).toBe(true);
});

test('the subject counts as a topic when it equals the tag, not when it merely holds it', () => {
  expect(reasons([rule('a', ['MESAI DISI  talep'])])).toEqual([
    [true, { kind: 'subject', ruleTag: 'MESAI DISI  talep' }],
  ]);
  expect(reasons([rule('a', ['mesai'])])[0]?.[0]).toBe(false);
});

test('a rule that does not act says why', () => {
  expect(reasons([rule('a', ['fatura', ' '])], { subject: ' ', tags: [''] })).toEqual([
    [false, { kind: 'no-tag-matches', ruleTags: ['fatura', ' '] }],
  ]);
  expect(reasons([rule('a', ['*'], { isPaused: true })])).toEqual([[false, { kind: 'paused' }]]);
  expect(reasons([rule('a', ['*']), rule('b', ['iade'])], { isSpam: true })).toEqual([
    [false, { kind: 'spam' }],
    [false, { kind: 'spam' }],
  ]);
});

const directory = {
  representatives: [
    { id: 'r1', name: 'Ali', email: 'ali@example.com', isActive: true },
    { id: 'r2', name: 'Eski', email: 'eski@example.com', isActive: false },
    { id: 'r3', name: 'Adressiz', email: null, isActive: true },
  ],
  teams: [
    { id: 't1', name: 'Depo', memberIds: ['r1', 'r2'] },
    { id: 't2', name: 'Boş', memberIds: [] },
  ],
  ourAddresses: ['support@example.com'],
};

function recipientsOf(rules: RedirectionRule[]) {
  return redirectionRecipients(matchRedirections(ticket, rules), rules, directory);
}

test('a person reached by several rules gets one mail, which names the first', () => {
  const { mails } = recipientsOf([
    rule('a', ['*'], { recipients: [{ kind: 'representative', id: 'r1' }] }),
    rule('b', ['iade'], {
      recipients: [
        { kind: 'team', id: 't1' },
        { kind: 'address', address: 'ALI@example.com' },
      ],
    }),
    rule('c', ['kargo'], { recipients: [{ kind: 'address', address: 'ali@example.com' }] }),
    rule('d', ['fatura'], { recipients: [{ kind: 'address', address: 'ali@example.com' }] }),
  ]);
  expect(mails).toEqual([
    { address: 'ali@example.com', name: 'Ali', representativeId: 'r1', ruleId: 'a', alsoMatchedRuleIds: ['b', 'c'] },
  ]);
});

test('whoever gets no mail is named with the reason', () => {
  const recipients = [
    { kind: 'representative', id: 'r2' },
    { kind: 'representative', id: 'r3' },
    { kind: 'representative', id: 'gone' },
    { kind: 'team', id: 't1' },
    { kind: 'team', id: 't2' },
    { kind: 'team', id: 'gone' },
    { kind: 'address', address: 'Support+x@example.com' },
  ] as const;
  const { mails, skipped } = recipientsOf([rule('a', ['*'], { recipients })]);
  expect(mails.map(({ address }) => address)).toEqual(['ali@example.com']);
  expect(skipped.map(({ recipient, representativeId, reason }) => [recipient.kind, representativeId, reason])).toEqual([
    ['representative', 'r2', 'inactive'],
    ['representative', 'r3', 'no-address'],
    ['representative', 'gone', 'unknown'],
    ['team', 'r2', 'inactive'],
    ['team', null, 'empty-team'],
    ['team', null, 'unknown'],
    ['address', null, 'our-address'],
  ]);
});
