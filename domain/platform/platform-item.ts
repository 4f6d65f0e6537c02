/** A post, product or form that requests stand under. Its title is the desk owner's own, never a customer's. */
export interface Place {
  id: string;
  title: string | null;
  url: string | null;
}

/** Who wrote something at a platform; each part is null where the platform does not say. */
export interface PlatformAuthor {
  id: string | null;
  /** Without the `@`. */
  handle: string | null;
  name: string | null;
}

/** What the platform says of the answer to a question. */
export interface PlatformAnswer {
  id: string | null;
  state: 'in-review' | 'published' | 'refused';
  text: string;
  /** The platform's words on a refusal. */
  reason: string | null;
}

/** Something that was written at a platform, as it stands there now: a comment or a question. Times are ISO in UTC. */
export interface PlatformItem {
  /** In the one spelling that the desk keeps, whatever the platform's answers mix. */
  id: string;
  /** The top-level item above it; null for one that is top-level itself. */
  parentId: string | null;
  place: Place | null;
  /** Null: the platform does not say who. */
  author: PlatformAuthor | null;
  /** Written by the account itself. */
  isOwn: boolean;
  text: string;
  writtenAt: string;
  /** When its words were last changed, where the platform says so. */
  editedAt: string | null;
  isHidden: boolean;
  /** Whether a private reply is possible, where the platform says so; null where it does not. */
  canReplyPrivately: boolean | null;
  /** A question's status in the platform's own word, known or not; null for comments. */
  status: string | null;
  /** The answer to a question; null without one, and for comments. */
  answer: PlatformAnswer | null;
  /** As it came, JSON. */
  raw: string;
}

/** A response to a form of another vendor. */
export interface PushedResponse {
  formId: string;
  formName: string | null;
  submissionId: string;
  submittedAt: string;
  answers: PushedAnswer[];
  /** What the sender itself says is what; a mapping of the desk's goes before it. */
  told: { subject?: string; name?: string; email?: string; phone?: string; tags?: string[] };
  raw: string;
}

export interface PushedAnswer {
  /** Stays when the label changes. */
  key: string;
  label: string;
  type: string;
  /** Several choices are joined by a comma and a space. */
  value: string;
}

/** What a source has to tell: by a poll or by a webhook, in any order, any number of times. */
export type PlatformNews =
  /** It stands like this now: new, changed or as it was. */
  | { kind: 'item'; item: PlatformItem }
  | { kind: 'removed'; itemId: string; at: string }
  | { kind: 'hidden'; itemId: string; at: string }
  | { kind: 'shown'; itemId: string; at: string }
  /** Of one place: how many items the platform counts, and, of a complete listing, which there are. */
  | { kind: 'place'; place: Place; itemCount: number | null; itemIds: string[] | null }
  | { kind: 'response'; response: PushedResponse }
  /** Of a shape that nobody knows: parked as it came, under an id that the same bytes have again. */
  | { kind: 'unreadable'; externalId: string; raw: string; problem: string }
  /** Nothing is lost, but the owner should know: shown on the source. */
  | { kind: 'warning'; code: 'PLATFORM_CONTRADICTS'; message: string };
