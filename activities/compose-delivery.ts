import { makeReplyAddress } from '../channels/email/reply-token.ts';
import type { Outgoing } from '../database/load-outgoing.ts';
import { channelNames, type Channel } from '../domain/channel.ts';
import { standardSettings } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import { smtpSender, type SmtpSender } from '../domain/email-account.schema.ts';
import { composeAcknowledgement, ACKNOWLEDGEMENT_TEMPLATES } from '../domain/mail/acknowledgement.ts';
import { composeCustomerReply } from '../domain/mail/customer-reply.ts';
import { composeForward } from '../domain/mail/forward.ts';
import type { OutgoingMail } from '../domain/mail/outgoing-mail.ts';
import { composeRedirectionMail } from '../domain/mail/redirection-mail.ts';

/** Makes the mail of a delivery from its rows: the same bytes on every attempt. */
export function composeDelivery(outgoing: Outgoing, replyKey: Buffer | null): OutgoingMail {
  const sender = smtpSender.parse(outgoing.sender?.settings);
  switch (outgoing.delivery.kind) {
    case 'reply':
      return composeReply(outgoing, sender);
    case 'forward':
      return composeForwarded(outgoing, sender);
    case 'acknowledgement':
      return composeThanks(outgoing, sender);
    case 'redirection':
      return composeRedirection(outgoing, sender, replyKey);
    case 'chat':
    case 'public-reply':
    case 'private-reply':
    case 'moderation':
      throw new DeskError('UNEXPECTED', `a delivery of kind ${outgoing.delivery.kind} is no mail`);
  }
}

function identityOf({ delivery }: Outgoing) {
  return { messageId: delivery.mailMessageId, sentAt: Date.parse(delivery.plannedAt) };
}

const bare = (addresses: string[] | undefined) => (addresses ?? []).map((address) => ({ address, name: '' }));

function toContact(outgoing: Outgoing) {
  return bare(outgoing.delivery.recipients.to).map(({ address }) => ({
    address,
    name: address === outgoing.contact?.email ? (outgoing.contact.name ?? '') : '',
  }));
}

function threadOf({ last, references }: Outgoing) {
  return { inReplyTo: last?.mailMessageId ?? null, references };
}

function composeReply(outgoing: Outgoing, sender: SmtpSender): OutgoingMail {
  return composeCustomerReply({
    ticket: { number: outgoing.ticket.number, subject: outgoing.ticket.subject ?? '' },
    text: outgoing.message?.text ?? '',
    sender,
    to: toContact(outgoing),
    cc: bare(outgoing.delivery.recipients.cc),
    thread: threadOf(outgoing),
    identity: identityOf(outgoing),
  });
}

function composeForwarded(outgoing: Outgoing, sender: SmtpSender): OutgoingMail {
  const { last, ticket } = outgoing;
  return composeForward({
    ticket: { number: ticket.number, subject: ticket.subject ?? '' },
    note: outgoing.message?.text ?? '',
    original: {
      from: { address: last?.author.address ?? '', name: last?.author.name ?? '' },
      sentAt: Date.parse(last?.at ?? ticket.createdAt),
      subject: ticket.subject ?? '',
      text: last?.text ?? '',
    },
    timeZone: outgoing.settings.timeZone ?? standardSettings.timeZone,
    sender,
    to: bare(outgoing.delivery.recipients.to),
    cc: [],
    identity: identityOf(outgoing),
  });
}

function composeThanks(outgoing: Outgoing, sender: SmtpSender): OutgoingMail {
  const { ticket, source } = outgoing;
  return composeAcknowledgement({
    template: source?.acknowledgement ?? ACKNOWLEDGEMENT_TEMPLATES.en,
    ticket: { number: ticket.number, subject: ticket.subject ?? '' },
    contact: { name: outgoing.contact?.name ?? '', address: outgoing.delivery.recipients.to?.[0] ?? '' },
    sourceName: source?.name ?? '',
    deskName: outgoing.settings.name ?? standardSettings.name,
    sender,
    thread: threadOf(outgoing),
    identity: identityOf(outgoing),
  });
}

function composeRedirection(outgoing: Outgoing, sender: SmtpSender, replyKey: Buffer | null): OutgoingMail {
  const { ticket, source, contact, delivery } = outgoing;
  const {
    name = '',
    ruleId,
    alsoMatchedRuleIds = [],
  } = delivery.data as { name?: string; ruleId?: string; alsoMatchedRuleIds?: string[] };
  const address = delivery.recipients.to?.[0] ?? '';
  const ruleName = (id: string) => nameOfRule(outgoing, id);
  return composeRedirectionMail({
    ticket: {
      number: ticket.number,
      subject: ticket.subject ?? '',
      tags: ticket.tags,
      channel: channelNames[ticket.channel as Channel] ?? ticket.channel,
      sourceName: source?.name ?? '',
      status: ticket.status,
      priority: ticket.priority,
      createdAt: Date.parse(ticket.createdAt),
      contact: contact ?? { name: null, email: null, phone: null },
      draftReason: ticket.draftReason,
      messageText: outgoing.first?.text ?? '',
    },
    rule: ruleName(ruleId ?? ''),
    alsoMatchedRules: alsoMatchedRuleIds.map(ruleName),
    recipient: { address, name },
    replyTo: { address: replyAddress({ outgoing, sender, recipient: address, replyKey }), name: sender.fromName },
    timeZone: outgoing.settings.timeZone ?? standardSettings.timeZone,
    sender,
    identity: identityOf(outgoing),
  });
}

function nameOfRule(outgoing: Outgoing, id: string): string {
  const rule = outgoing.rules.find((candidate) => candidate.id === id);
  return rule ? `no. ${rule.number} (${rule.tags.join(', ')})` : 'a rule since removed';
}

/** Answers come back to an address of the source where it has one: that mailbox is polled, the sender's may not be. */
function replyAddress(reply: {
  outgoing: Outgoing;
  sender: SmtpSender;
  recipient: string;
  replyKey: Buffer | null;
}): string {
  const base = reply.outgoing.source?.addresses?.[0] ?? reply.sender.fromAddress;
  if (!reply.replyKey) return base;
  return makeReplyAddress({
    base,
    ticketNumber: reply.outgoing.ticket.number,
    recipient: reply.recipient,
    key: reply.replyKey,
  });
}
