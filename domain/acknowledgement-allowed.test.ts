import { acknowledgementAllowed, isNoReplyAddress } from './acknowledgement-allowed.ts';
import type { AcknowledgementQuestion } from './acknowledgement-allowed.ts';

const now = Date.UTC(2026, 10, 23, 12);
const hour = 3_600_000;
const ask = (extra: Partial<AcknowledgementQuestion>) =>
  acknowledgementAllowed(
    {
      isEnabled: true,
      address: 'ayse@example.net',
      automatic: null,
      suppressed: false,
      ourAddresses: ['Support@Example.com'],
      lastAcknowledgedAt: null,
      ...extra,
    },
    now,
  );

test('a person who writes for the first time is told that we have it', () => {
  expect(ask({})).toEqual({ allowed: true });
  expect(ask({ lastAcknowledgedAt: now - 24 * hour })).toEqual({ allowed: true });
});

test.each([
  ['the source does not send them', { isEnabled: false }, 'off'],
  ['nobody is named as sender', { address: null }, 'no-address'],
  ['a machine wrote', { automatic: 'auto-reply' }, 'automatic-mail'],
  ['the sender asked for none', { suppressed: true }, 'asked-not-to'],
  ['it would come back to us', { address: 'support+t1.x@EXAMPLE.com' }, 'our-address'],
  ['nobody reads that address', { address: 'no-reply@example.net' }, 'no-reply-address'],
  ['the address had one today', { lastAcknowledgedAt: now - 24 * hour + 1 }, 'once-a-day'],
])('no acknowledgement when %s', (_why, extra, reason) => expect(ask(extra)).toEqual({ allowed: false, reason }));

test.each([
  'noreply@x.y',
  'No.Reply@x.y',
  'do-not-reply@x.y',
  'MAILER-DAEMON@x.y',
  'postmaster@x.y',
  'bounce@x.y',
  'shop_noreply@x.y',
  'cevaplamayınız@x.y',
])('%s belongs to a machine', (address) => expect(isNoReplyAddress(address)).toBe(true));

test.each(['reply@x.y', 'norbert@x.y', 'destek@x.y', 'bouncer@x.y', 'noreen@x.y'])('%s may be a person', (address) =>
  expect(isNoReplyAddress(address)).toBe(false),
);
