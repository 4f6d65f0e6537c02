import { foldTopic } from './fold.ts';

/** Redirection rules: which apply to a ticket that opens, and why. Who then gets mail: redirection-recipients.ts. */

export type RedirectionRecipient =
  | { kind: 'representative'; id: string }
  | { kind: 'team'; id: string }
  | { kind: 'address'; address: string };

export type RedirectionRule = {
  id: string;
  version: number;
  /** Any of these; `*` stands for every newly opened ticket. */
  tags: readonly string[];
  recipients: readonly RedirectionRecipient[];
  isPaused: boolean;
};

export type RedirectionReason =
  | { kind: 'every-ticket' }
  | { kind: 'tag'; ruleTag: string; ticketTag: string }
  | { kind: 'subject'; ruleTag: string }
  | { kind: 'paused' }
  | { kind: 'spam' }
  | { kind: 'no-tag-matches'; ruleTags: string[] };

export type RedirectionMatch = { ruleId: string; version: number; matched: boolean; reason: RedirectionReason };

export type RedirectedTicket = { tags: readonly string[]; subject: string; isSpam: boolean };

/** Every rule's verdict on a ticket, in the rules' order, each with its reason. Compares Turkish-safe. */
export function matchRedirections(ticket: RedirectedTicket, rules: readonly RedirectionRule[]): RedirectionMatch[] {
  return rules.map((rule) => {
    const reason = reasonFor(ticket, rule);
    const matched = reason.kind === 'every-ticket' || reason.kind === 'tag' || reason.kind === 'subject';
    return { ruleId: rule.id, version: rule.version, matched, reason };
  });
}

function reasonFor(ticket: RedirectedTicket, rule: RedirectionRule): RedirectionReason {
  if (rule.isPaused) return { kind: 'paused' };
  if (ticket.isSpam) return { kind: 'spam' };
  if (rule.tags.some((tag) => tag.trim() === '*')) return { kind: 'every-ticket' };
  return tagReason(ticket, rule) ?? subjectReason(ticket, rule) ?? { kind: 'no-tag-matches', ruleTags: [...rule.tags] };
}

function tagReason(ticket: RedirectedTicket, rule: RedirectionRule): RedirectionReason | null {
  for (const ruleTag of rule.tags) {
    const wanted = foldTopic(ruleTag);
    const ticketTag = wanted && ticket.tags.find((tag) => foldTopic(tag) === wanted);
    if (ticketTag) return { kind: 'tag', ruleTag, ticketTag };
  }
  return null;
}

function subjectReason(ticket: RedirectedTicket, rule: RedirectionRule): RedirectionReason | null {
  const topic = foldTopic(ticket.subject);
  const ruleTag = topic && rule.tags.find((tag) => foldTopic(tag) === topic);
  return ruleTag ? { kind: 'subject', ruleTag } : null;
}
