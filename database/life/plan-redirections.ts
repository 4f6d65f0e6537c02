import { fold } from '../../domain/fold.ts';
import { event, nothing, type Decision } from '../../domain/life/decision.ts';
import { redirectionRecipients } from '../../domain/redirection-recipients.ts';
import { matchRedirections, type RedirectionMatch } from '../../domain/redirection.ts';
import type { Database } from '../connect.ts';
import { rowsInto, type Part } from '../write-together.ts';
import { newId } from '../new-id.ts';
import { listLiveRules, loadRedirectionDirectory } from '../redirection-rules.ts';
import { runStep, StepError, type LockedTicket, type StepRun } from './step.ts';
import type { Work } from '../../domain/life/work.ts';

/** Last step of an opening: which rules act, who gets mail and why, one mail to an address however many rules match. */
export async function planRedirections(database: Database, input: StepRun & { inputId: string }): Promise<Work> {
  return runStep(database, input, async (locked) => {
    if (locked.work.input?.id !== input.inputId || locked.work.input.step !== 'planRedirections') return;
    try {
      await redirect(locked, input.inputId);
      locked.end(input.inputId, 'done', null);
    } catch (error) {
      throw new StepError({ inputId: input.inputId }, error);
    }
  });
}

async function redirect(locked: LockedTicket, inputId: string): Promise<void> {
  const { ticket } = locked;
  // An opening that stood parked may be tried again on a ticket that was deleted meanwhile. Spam has its traces all the same.
  if (ticket.deletedAt) return;
  const rules = await listLiveRules(locked.transaction);
  if (rules.length === 0) return;
  const matches = matchRedirections(
    { tags: ticket.tags, subject: ticket.subject ?? '', isSpam: ticket.category === 'spam' },
    rules,
  );
  const directory = {
    ...(await loadRedirectionDirectory(locked.transaction)),
    automaticSender: await automaticSender(locked),
  };
  const { mails, skipped } = redirectionRecipients(matches, rules, directory);
  const decision: Decision = nothing();
  for (const mail of mails) {
    const deliveryId = newId();
    const rule = rules.find(({ id }) => id === mail.ruleId)!;
    decision.deliveries.push({
      id: deliveryId,
      kind: 'redirection',
      key: `redirection/${locked.ticketId}/${mail.address.toLowerCase()}`,
      messageId: null,
      recipient: fold(mail.address),
      recipients: { to: [mail.address] },
      data: { ...mail, ruleVersion: rule.version },
    });
    decision.events.push(
      event(locked.circumstances(), 'mail.redirected', { deliveryId, ruleId: mail.ruleId, ruleVersion: rule.version }),
    );
  }
  await locked.write(decision, { parts: [traces(locked, { inputId, matches, skipped })] });
}

/** The contact's address when a program wrote the request that opened the ticket. */
async function automaticSender({ transaction, ticket, work }: LockedTicket): Promise<string | null> {
  if (!work.input?.data['automatic'] || !ticket.contactId) return null;
  const contact = await transaction('contacts')
    .where('contacts.id', ticket.contactId)
    .first<{ email: string | null } | undefined>('email');
  return contact?.email ?? null;
}

interface Matched {
  inputId: string;
  matches: RedirectionMatch[];
  skipped: ReturnType<typeof redirectionRecipients>['skipped'];
}

function traces(locked: LockedTicket, { inputId, matches, skipped }: Matched): Part {
  return rowsInto(
    'traces',
    matches.map((match) => ({
      ticket_id: locked.ticketId,
      input_id: inputId,
      rule_kind: 'redirection',
      rule_id: match.ruleId,
      rule_version: match.version,
      ticket_version: locked.ticket.version,
      has_matched: match.matched,
      reason: { ...match.reason, skipped: skipped.filter(({ ruleId }) => ruleId === match.ruleId) },
      at: locked.now,
    })),
  );
}
