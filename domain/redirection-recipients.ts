import { fold } from './fold.ts';
import { isOurAddress } from './mail/is-our-address.ts';
import type { RedirectionMatch, RedirectionRecipient, RedirectionRule } from './redirection.ts';

export type RedirectionDirectory = {
  representatives: readonly { id: string; name: string; email: string | null; isActive: boolean }[];
  teams: readonly { id: string; name: string; memberIds: readonly string[] }[];
  /** Addresses of our own sources: mail to them would come back as a ticket. */
  ourAddresses: readonly string[];
  /** Whose program wrote the request: a notice of it would be answered by the same program, again and again. */
  automaticSender?: string | null;
};

/** One mail, however many rules lead to this address. */
export type PlannedRedirection = {
  address: string;
  name: string;
  representativeId: string | null;
  ruleId: string;
  alsoMatchedRuleIds: string[];
};

export type SkippedRecipient = {
  ruleId: string;
  recipient: RedirectionRecipient;
  /** Set when the recipient is a team and one member was skipped. */
  representativeId: string | null;
  reason: 'inactive' | 'no-address' | 'our-address' | 'unknown' | 'empty-team' | 'automatic-sender';
};

type Candidate = { address: string; name: string; representativeId: string | null };
type Found = { candidates: Candidate[]; skipped: Omit<SkippedRecipient, 'ruleId' | 'recipient'>[] };

/** Who gets mail: the recipients of the rules that matched, each address once, naming the first rule; and who does not. */
export function redirectionRecipients(
  matches: readonly RedirectionMatch[],
  rules: readonly RedirectionRule[],
  directory: RedirectionDirectory,
): { mails: PlannedRedirection[]; skipped: SkippedRecipient[] } {
  const mails = new Map<string, PlannedRedirection>();
  const skipped: SkippedRecipient[] = [];
  const matchedIds = new Set(matches.filter((match) => match.matched).map((match) => match.ruleId));
  for (const rule of rules.filter((candidate) => matchedIds.has(candidate.id)))
    for (const recipient of rule.recipients) {
      const found = findCandidates(recipient, directory);
      for (const candidate of found.candidates) addMail(mails, candidate, rule.id);
      skipped.push(...found.skipped.map((skip) => ({ ruleId: rule.id, recipient, ...skip })));
    }
  return { mails: [...mails.values()], skipped };
}

function addMail(mails: Map<string, PlannedRedirection>, candidate: Candidate, ruleId: string): void {
  const key = candidate.address.toLowerCase();
  const planned = mails.get(key);
  if (!planned) mails.set(key, { ...candidate, ruleId, alsoMatchedRuleIds: [] });
  else if (planned.ruleId !== ruleId && !planned.alsoMatchedRuleIds.includes(ruleId))
    planned.alsoMatchedRuleIds.push(ruleId);
}

function findCandidates(recipient: RedirectionRecipient, directory: RedirectionDirectory): Found {
  if (recipient.kind === 'address')
    return checkAddress({ address: recipient.address.trim(), name: '', representativeId: null }, directory);
  if (recipient.kind === 'representative') return findRepresentative(recipient.id, directory);
  const team = directory.teams.find((candidate) => candidate.id === recipient.id);
  if (!team) return { candidates: [], skipped: [{ representativeId: null, reason: 'unknown' }] };
  if (team.memberIds.length === 0)
    return { candidates: [], skipped: [{ representativeId: null, reason: 'empty-team' }] };
  const members = team.memberIds.map((id) => findRepresentative(id, directory));
  return {
    candidates: members.flatMap((member) => member.candidates),
    skipped: members.flatMap((member) => member.skipped),
  };
}

function findRepresentative(id: string, directory: RedirectionDirectory): Found {
  const person = directory.representatives.find((candidate) => candidate.id === id);
  if (!person) return { candidates: [], skipped: [{ representativeId: id, reason: 'unknown' }] };
  if (!person.isActive) return { candidates: [], skipped: [{ representativeId: id, reason: 'inactive' }] };
  return checkAddress({ address: person.email?.trim() ?? '', name: person.name, representativeId: id }, directory);
}

function checkAddress(candidate: Candidate, directory: RedirectionDirectory): Found {
  const { representativeId } = candidate;
  if (!candidate.address) return { candidates: [], skipped: [{ representativeId, reason: 'no-address' }] };
  if (isOurAddress(candidate.address, directory.ourAddresses))
    return { candidates: [], skipped: [{ representativeId, reason: 'our-address' }] };
  if (directory.automaticSender && fold(candidate.address) === fold(directory.automaticSender))
    return { candidates: [], skipped: [{ representativeId, reason: 'automatic-sender' }] };
  return { candidates: [candidate], skipped: [] };
}
