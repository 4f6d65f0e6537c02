/**
 * How much mail one recipient may get, so that a loop or a flood never becomes our mail bomb. The figures are Zammad's,
 * proven in use: a desk that works never meets them.
 */
const QUOTAS = {
  'ticket-and-recipient': [
    { mails: 10, minutes: 10 },
    { mails: 15, minutes: 30 },
    { mails: 25, minutes: 60 },
    { mails: 50, minutes: 180 },
    { mails: 100, minutes: 600 },
  ],
  recipient: [
    { mails: 30, minutes: 10 },
    { mails: 60, minutes: 30 },
    { mails: 120, minutes: 60 },
    { mails: 240, minutes: 180 },
    { mails: 360, minutes: 600 },
  ],
} as const;

const MINUTE = 60_000;

/** Times past this age (milliseconds) count for no quota; whoever reads them from rows need not go further back. */
export const MAIL_QUOTA_MEMORY_MILLISECONDS = 600 * MINUTE;

export type MailQuotaScope = keyof typeof QUOTAS;
export type MailQuotaRule = { scope: MailQuotaScope; mails: number; minutes: number };
export type MailQuotaVerdict = { allowed: true } | { allowed: false; rule: MailQuotaRule; retryAt: number };

/** When mails went out, in milliseconds since the epoch, in any order. */
export type SentMails = { toRecipientForTicket: readonly number[]; toRecipient: readonly number[] };

/**
 * Whether one more mail may go to a recipient now. When not, names the rule that holds it longest and the first
 * moment (milliseconds) at which it may go if nothing else is sent meanwhile.
 */
export function mailQuota(sent: SentMails, now: number): MailQuotaVerdict {
  const holds = [
    ...holdsOf('ticket-and-recipient', sent.toRecipientForTicket, now),
    ...holdsOf('recipient', sent.toRecipient, now),
  ];
  const longest = holds.toSorted((a, b) => b.retryAt - a.retryAt)[0];
  return longest ? { allowed: false, ...longest } : { allowed: true };
}

function holdsOf(scope: MailQuotaScope, sentAt: readonly number[], now: number) {
  const newestFirst = sentAt.toSorted((a, b) => b - a);
  return QUOTAS[scope].flatMap(({ mails, minutes }) => {
    const deciding = newestFirst[mails - 1];
    // When the mail that fills the quota has left the window, there is room for one more.
    const retryAt = deciding === undefined ? -Infinity : deciding + minutes * MINUTE;
    return retryAt > now ? [{ rule: { scope, mails, minutes }, retryAt }] : [];
  });
}
