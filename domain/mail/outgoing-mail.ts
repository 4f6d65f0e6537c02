/** A mail that is ready to go: everything that ends up in its bytes, so that sending it twice sends the same bytes. */
export type OutgoingMail = {
  /** `from: ''` is the null sender of automatic answers: bounces of them go nowhere. */
  envelope: { from: string; to: string[] };
  from: OutgoingAddress;
  to: OutgoingAddress[];
  cc: OutgoingAddress[];
  replyTo: OutgoingAddress | null;
  subject: string;
  text: string;
  messageId: string;
  inReplyTo: string | null;
  references: string[];
  /** Milliseconds since the epoch, fixed when the delivery was planned. */
  sentAt: number;
  headers: Record<string, string>;
  /** Base of the MIME boundaries. */
  boundary: string;
};

export type OutgoingAddress = { address: string; name: string };

/** What every outgoing mail needs to know of the sender it leaves by. */
export type OutgoingSender = { fromAddress: string; fromName: string; signature: string };

/** Fixed identity of one delivery's mail; the same on every attempt. */
export type OutgoingIdentity = { messageId: string; sentAt: number };
