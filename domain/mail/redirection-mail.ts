import { composeMail } from './compose-mail.ts';
import { safeHeaderValue } from './header-value.ts';
import { localDateTime } from './local-date-time.ts';
import type { OutgoingAddress, OutgoingIdentity, OutgoingMail, OutgoingSender } from './outgoing-mail.ts';

/** The mail that tells a representative or an outside address of a ticket that opened. */

export type RedirectedTicketView = {
  number: number;
  subject: string;
  tags: readonly string[];
  channel: string;
  sourceName: string;
  status: string;
  priority: string;
  createdAt: number;
  contact: { name: string | null; email: string | null; phone: string | null };
  /** Why the ticket is a draft, or null. */
  draftReason: string | null;
  messageText: string;
};

export type RedirectionMail = {
  ticket: RedirectedTicketView;
  /** Names of rules as the desk shows them; the first that matched, then the others. */
  rule: string;
  alsoMatchedRules: readonly string[];
  recipient: OutgoingAddress;
  /** Carries the signed token: an answer to it becomes an internal note on the ticket. */
  replyTo: OutgoingAddress;
  timeZone: string;
  sender: OutgoingSender;
  identity: OutgoingIdentity;
};

const NOTICE_HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };

export function composeRedirectionMail(mail: RedirectionMail): OutgoingMail {
  return compose(mail, `[#${mail.ticket.number}] ${safeHeaderValue(mail.ticket.subject || '(no subject)')}`, '');
}

/** The same mail for trying a rule out: marked in subject and text, and an answer to it goes to nobody's ticket. */
export function composeRedirectionTest(mail: Omit<RedirectionMail, 'replyTo'>): OutgoingMail {
  const subject = `[TEST] [#${mail.ticket.number}] ${safeHeaderValue(mail.ticket.subject || '(no subject)')}`;
  const intro =
    'This is a test of a redirection rule. No customer is waiting for this; answers to it are not kept.\n\n';
  return compose({ ...mail, replyTo: null }, subject, intro);
}

function compose(
  mail: Omit<RedirectionMail, 'replyTo'> & { replyTo: OutgoingAddress | null },
  subject: string,
  intro: string,
): OutgoingMail {
  return composeMail({
    identity: mail.identity,
    sender: mail.sender,
    to: [mail.recipient],
    replyTo: mail.replyTo,
    subject,
    text: intro + bodyOf(mail),
    headers: NOTICE_HEADERS,
  });
}

function bodyOf(mail: Omit<RedirectionMail, 'replyTo'> & { replyTo: OutgoingAddress | null }): string {
  const lines = [
    ...factsOf(mail).map(([label, value]) => `${`${label}:`.padEnd(10)} ${safeHeaderValue(value, 1000)}`),
    '',
    mail.ticket.messageText.trim() || '(no text)',
    '',
    '-- ',
    ruleLine(mail),
  ];
  if (mail.replyTo) lines.push('What you answer becomes an internal note on the ticket; the customer does not see it.');
  return `${lines.join('\n')}\n`;
}

function factsOf({ ticket, timeZone }: Pick<RedirectionMail, 'ticket' | 'timeZone'>): [string, string][] {
  const facts: [string, string][] = [
    ['Ticket', `#${ticket.number}`],
    ['Subject', ticket.subject || '(no subject)'],
    ['Tags', ticket.tags.join(', ') || '-'],
    ['Channel', `${ticket.channel} (${ticket.sourceName})`],
    ['Status', ticket.status],
    ['Priority', ticket.priority],
    ['Date', localDateTime(ticket.createdAt, timeZone)],
    ['Contact', ticket.contact.name || '-'],
    ['E-mail', ticket.contact.email || '-'],
    ['Phone', ticket.contact.phone || '-'],
  ];
  return ticket.draftReason ? [...facts, ['Draft', ticket.draftReason]] : facts;
}

function ruleLine({ rule, alsoMatchedRules }: Pick<RedirectionMail, 'rule' | 'alsoMatchedRules'>): string {
  const also = alsoMatchedRules.map((name) => safeHeaderValue(name)).join('; ');
  return `Redirected by rule: ${safeHeaderValue(rule)}${also ? ` (also matched: ${also})` : ''}`;
}
