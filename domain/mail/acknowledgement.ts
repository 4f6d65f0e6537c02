import { composeMail } from './compose-mail.ts';
import { safeHeaderValue } from './header-value.ts';
import type { OutgoingAddress, OutgoingIdentity, OutgoingMail, OutgoingSender } from './outgoing-mail.ts';
import { checkTemplate, renderTemplate } from './templates.ts';
import { safeInReplyTo, threadReferences } from './thread-references.ts';

/**
 * "We Received Your Request". Whoever it goes to is unproven: a form or a forged mail can name a victim, and then our
 * mail would carry an attacker's words. So the templates we bring use none of the customer's text, and where the desk
 * owner's own template does, it is one short line without links.
 */

export const ACKNOWLEDGEMENT_VARIABLES = [
  'ticket.number',
  'ticket.subject',
  'contact.name',
  'source.name',
  'desk.name',
] as const;

const CUSTOMER_TEXT_MAX_LENGTH = 80;
/** Anything a mail reader might make a link of: schemes, addresses, host names. */
const LINK_LIKE = /\S*(?::\/\/|www\.|@|[\p{L}\p{N}-]\.\p{L}{2,})\S*/giu;

export type AcknowledgementTemplate = { subject: string; body: string };

export const ACKNOWLEDGEMENT_TEMPLATES = {
  en: {
    subject: 'We Received Your Request',
    body: 'Hello,\n\nwe received your request and it has the number #{{ticket.number}}. We will answer as soon as we can.\n\nTo add something, just reply to this mail and leave the number in the subject.\n\n{{desk.name}}\n',
  },
  tr: {
    subject: 'Talebinizi Aldık',
    body: 'Merhaba,\n\ntalebinizi aldık; numarası #{{ticket.number}}. En kısa sürede yanıtlayacağız.\n\nEklemek istediğiniz bir şey olursa, konudaki numarayı değiştirmeden bu iletiyi yanıtlamanız yeterli.\n\n{{desk.name}}\n',
  },
} as const satisfies Record<string, AcknowledgementTemplate>;

/** Errors: INVALID_INPUT when subject or body name an unknown variable. */
export function checkAcknowledgementTemplate(template: AcknowledgementTemplate): void {
  checkTemplate(template.subject, ACKNOWLEDGEMENT_VARIABLES);
  checkTemplate(template.body, ACKNOWLEDGEMENT_VARIABLES);
}

export type Acknowledgement = {
  template: AcknowledgementTemplate;
  ticket: { number: number; subject: string };
  contact: { name: string; address: string };
  sourceName: string;
  deskName: string;
  sender: OutgoingSender;
  thread: { inReplyTo: string | null; references: readonly string[] };
  identity: OutgoingIdentity;
};

export function composeAcknowledgement(acknowledgement: Acknowledgement): OutgoingMail {
  const { template, ticket, contact, sender, thread, identity } = acknowledgement;
  const values = {
    'ticket.number': String(ticket.number),
    'ticket.subject': customerText(ticket.subject),
    'contact.name': customerText(contact.name),
    'source.name': safeHeaderValue(acknowledgement.sourceName),
    'desk.name': safeHeaderValue(acknowledgement.deskName),
  };
  // The address alone: a display name would be the attacker's text in the mail's most visible line.
  const to: OutgoingAddress = { address: contact.address, name: '' };
  return composeMail({
    identity,
    sender,
    to: [to],
    subject: `${safeHeaderValue(renderTemplate(template.subject, values))} [#${ticket.number}]`,
    text: renderTemplate(template.body, values),
    inReplyTo: safeInReplyTo(thread.inReplyTo),
    references: threadReferences(thread.references, thread.inReplyTo),
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
    hasNullSender: true,
  });
}

function customerText(text: string): string {
  return safeHeaderValue(safeHeaderValue(text, 1000).replace(LINK_LIKE, '…'), CUSTOMER_TEXT_MAX_LENGTH);
}
