import fc from 'fast-check';
import { mailQuota } from './mail-quota.ts';

const MINUTE = 60_000;
const now = 1_000_000 * MINUTE;
const minutesAgo = (count: number, minutes: number) => Array.from({ length: count }, () => now - minutes * MINUTE);
const forTicket = (times: number[]) => ({ toRecipientForTicket: times, toRecipient: times });

test.each([
  [10, 9],
  [15, 29],
  [25, 59],
  [50, 179],
  [100, 599],
])('%i mails about one ticket within %i minutes are the most; the next is held back', (mails, minutes) => {
  expect(mailQuota(forTicket(minutesAgo(mails - 1, minutes)), now)).toEqual({ allowed: true });
  expect(mailQuota(forTicket(minutesAgo(mails, minutes)), now)).toMatchObject({
    allowed: false,
    rule: { scope: 'ticket-and-recipient', mails, minutes: minutes + 1 },
    retryAt: now + MINUTE,
  });
});

test('thirty mails in ten minutes are the most for one person, whatever the tickets', () => {
  const sent = { toRecipientForTicket: [], toRecipient: minutesAgo(30, 4) };
  expect(mailQuota(sent, now)).toEqual({
    allowed: false,
    rule: { scope: 'recipient', mails: 30, minutes: 10 },
    retryAt: now + 6 * MINUTE,
  });
});

test('a mail held back may go at the time named and not a millisecond before', () => {
  const times = fc.array(fc.integer({ min: 0, max: 700 * MINUTE }), { maxLength: 120 });
  fc.assert(
    fc.property(times, times, (ticketAges, otherAges) => {
      const toRecipientForTicket = ticketAges.map((age) => now - age);
      const sent = {
        toRecipientForTicket,
        toRecipient: [...toRecipientForTicket, ...otherAges.map((age) => now - age)],
      };
      const verdict = mailQuota(sent, now);
      if (verdict.allowed) return;
      expect(verdict.retryAt).toBeGreaterThan(now);
      expect(mailQuota(sent, verdict.retryAt).allowed).toBe(true);
      expect(mailQuota(sent, verdict.retryAt - 1).allowed).toBe(false);
    }),
  );
});

test('however often we try, no window ever holds more than its quota', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 50, maxLength: 200 }), (gaps) => {
      const sent: number[] = [];
      let time = now;
      for (const gap of gaps) {
        time += gap;
        if (mailQuota(forTicket(sent), time).allowed) sent.push(time);
      }
      for (const start of sent)
        for (const [mails, minutes] of [
          [10, 10],
          [15, 30],
          [25, 60],
          [50, 180],
        ] as const)
          expect(sent.filter((at) => at >= start && at < start + minutes * MINUTE).length).toBeLessThanOrEqual(mails);
    }),
    { numRuns: 30 },
  );
});
