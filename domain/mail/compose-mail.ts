import { safeBodyText } from './body-text.ts';
import { safeHeaderValue } from './header-value.ts';
import type { OutgoingAddress, OutgoingIdentity, OutgoingMail, OutgoingSender } from './outgoing-mail.ts';

const SUBJECT_MAX_LENGTH = 250;
const NAME_MAX_LENGTH = 100;

export type MailParts = {
  identity: OutgoingIdentity;
  sender: OutgoingSender;
  to: readonly OutgoingAddress[];
  cc?: readonly OutgoingAddress[];
  replyTo?: OutgoingAddress | null;
  subject: string;
  text: string;
  inReplyTo?: string | null;
  references?: readonly string[];
  headers?: Record<string, string>;
  /** Automatic answers leave with the null sender (RFC 3834), so that no bounce ever answers them. */
  hasNullSender?: boolean;
};

/** The one way to make an outgoing mail: header values and body are made safe here, whatever the caller passed. */
export function composeMail(parts: MailParts): OutgoingMail {
  const to = parts.to.map(safeAddress);
  const taken = new Set(to.map(({ address }) => address.toLowerCase()));
  const cc = (parts.cc ?? []).map(safeAddress).filter(({ address }) => !taken.has(address.toLowerCase()));
  return {
    envelope: {
      from: parts.hasNullSender ? '' : parts.sender.fromAddress,
      to: [...to, ...cc].map(({ address }) => address),
    },
    from: safeAddress({ address: parts.sender.fromAddress, name: parts.sender.fromName }),
    to,
    cc,
    replyTo: parts.replyTo ? safeAddress(parts.replyTo) : null,
    subject: safeHeaderValue(parts.subject, SUBJECT_MAX_LENGTH),
    text: safeBodyText(parts.text),
    messageId: parts.identity.messageId,
    inReplyTo: parts.inReplyTo ?? null,
    references: [...(parts.references ?? [])],
    sentAt: parts.identity.sentAt,
    headers: safeHeaders(parts.headers ?? {}),
    boundary: boundaryOf(parts.identity.messageId),
  };
}

/** `text`, then the sender's signature below the line that mail readers know. */
export function withSignature(text: string, signature: string): string {
  return signature.trim() ? `${text.trimEnd()}\n\n-- \n${signature.trim()}\n` : `${text.trimEnd()}\n`;
}

function safeAddress({ address, name }: OutgoingAddress): OutgoingAddress {
  return { address: safeHeaderValue(address, 320), name: safeHeaderValue(name, NAME_MAX_LENGTH) };
}

function safeHeaders(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, safeHeaderValue(value)]));
}

/** Follows from the Message-ID, so that two sends of one delivery are equal to the byte. */
function boundaryOf(messageId: string): string {
  return `deskhand-${messageId.replace(/[^a-z0-9]+/gi, '-')}`.slice(0, 50);
}
