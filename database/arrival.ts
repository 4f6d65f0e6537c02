import type { Actor } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';
import type { PlatformState } from '../domain/platform/platform-state.ts';
import type { ContactData } from './contacts.ts';

/** A request as its channel read it. */
export interface Arrival {
  source: { id: string; channel: Channel; tags: string[] };
  /** What the source knows it by; an item arrives once by it. */
  externalId: string;
  contentSha256: Buffer | null;
  rawSha256: Buffer | null;
  sentAt: string | null;
  now: string;
  contact: ContactData;
  subject: string | null;
  /** The whole readable text, and the new words alone. */
  text: string;
  reply: string;
  tags?: string[];
  priorityId?: string;
  /** Message-ID, what it answers and refers to (nearest first), and the number in its subject. */
  mailMessageId: string | null;
  references: string[];
  /** What its thread is also found by, besides its own id: see thread keys of platforms. */
  alsoKnownBy?: string[];
  threadRoot: string | null;
  numberInSubject: number | null;
  bodyHash: Buffer | null;
  automatic: string | null;
  suppressed: boolean;
  recipients: { to?: string[]; cc?: string[] };
  /** Addresses besides ours in To and Cc: they may answer too. */
  copied: string[];
  attachments: ArrivedAttachment[];
  /** Who typed it in; the source itself for what was fetched. */
  actor: Actor;
  draftReason?: string | null;
  /** The ticket that its channel says it belongs to: an answer on a status page or in a chat that was handed over. */
  belongsTo?: string | null;
  /** Version of the form or chatbot it came through. */
  designVersion?: number | null;
  /** The team that is to answer, where the design names one. */
  teamId?: string | null;
  /** Of what was written at a platform. */
  platform?: ArrivedItem;
}

/** A comment or a question, or its new words. */
export interface ArrivedItem {
  itemId: string;
  writtenAt: string;
  /** What the ticket knows of it, if it is the one that the ticket shows. */
  state: PlatformState;
  /** The message whose words these are now; null for a new item. */
  edits: string | null;
}

export interface ArrivedAttachment {
  name: string;
  contentType: string;
  size: number;
  sha256: Buffer | null;
  droppedReason: string | null;
}

/** What a request has nothing of that did not come by mail. */
export const notByMail = {
  rawSha256: null,
  sentAt: null,
  mailMessageId: null,
  references: [],
  threadRoot: null,
  numberInSubject: null,
  bodyHash: null,
  automatic: null,
  recipients: {},
  copied: [],
} satisfies Partial<Arrival>;
