import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/activity';
import { writeAudit } from '../database/audit.ts';
import { loadDesk } from '../database/load-desk.ts';
import { listLiveRules, loadRedirectionDirectory, type RuleRow } from '../database/redirection-rules.ts';
import { theDesk } from '../domain/actor.ts';
import type { Desk } from '../domain/desk.ts';
import { defaultPriority, defaultStatus } from '../domain/desk.ts';
import { smtpSender, type SmtpSender } from '../domain/email-account.schema.ts';
import { outgoingMessageId } from '../domain/mail/outgoing-message-id.ts';
import { composeRedirectionTest } from '../domain/mail/redirection-mail.ts';
import { redirectionRecipients, type PlannedRedirection } from '../domain/redirection-recipients.ts';
import type { Tools } from './tools.ts';

interface SenderRow {
  id: string;
  version: number;
  settings: Record<string, unknown>;
}

/** Sends a made-up ticket to everybody a rule names, marked as a test, and notes who got it and who did not. */
export async function sendTestMails(tools: Tools, test: { ruleId: string; testId: string }): Promise<void> {
  const rules = await listLiveRules(tools.database);
  const rule = rules.find(({ id }) => id === test.ruleId);
  if (!rule) throw ApplicationFailure.nonRetryable('NOT_FOUND', 'NOT_FOUND');
  const matched = [
    { ruleId: rule.id, version: rule.version, matched: true, reason: { kind: 'every-ticket' as const } },
  ];
  const { mails, skipped } = redirectionRecipients(matched, [rule], await loadRedirectionDirectory(tools.database));
  const sender = await tools.database('senders').where({ is_default: true }).first<SenderRow | undefined>();
  const desk = await loadDesk(tools.database);
  const results = [];
  for (const mail of mails) results.push(await sendOne(tools, { mail, rule, sender, desk }));
  await writeAudit(tools.database, {
    actor: theDesk,
    action: 'redirection.tested',
    subject: test.testId,
    data: { ruleId: rule.id, results, skipped },
    now: new Date().toISOString(),
  });
}

async function sendOne(
  tools: Tools,
  send: { mail: PlannedRedirection; rule: RuleRow; sender: SenderRow | undefined; desk: Desk },
): Promise<{ address: string; outcome: string; words: string }> {
  const { mail, rule, sender, desk } = send;
  if (!sender) return { address: mail.address, outcome: 'fault', words: 'the desk has no sender' };
  const settings = smtpSender.parse(sender.settings);
  const composed = composeRedirectionTest(testMail({ mail, rule, settings, desk }));
  const receipt = await tools.transport.sendMail({ id: sender.id, version: sender.version, settings }, composed, {
    deadline: Date.now() + 30_000,
  });
  return { address: mail.address, outcome: receipt.outcome, words: receipt.response };
}

function testMail(of: { mail: PlannedRedirection; rule: RuleRow; settings: SmtpSender; desk: Desk }) {
  const { mail, rule, settings, desk } = of;
  const now = Date.now();
  return {
    ticket: {
      number: 0,
      subject: 'Test of a redirection rule',
      tags: rule.tags.filter((tag) => tag !== '*'),
      channel: 'Manual',
      sourceName: 'Test',
      status: defaultStatus(desk, 'new').name,
      priority: defaultPriority(desk).name,
      createdAt: now,
      contact: { name: 'Ada Example', email: 'ada@example.test', phone: null },
      draftReason: null,
      messageText: 'Had this been a customer, the message would stand here.',
    },
    rule: `no. ${rule.number} (${rule.tags.join(', ')})`,
    alsoMatchedRules: [],
    recipient: { address: mail.address, name: mail.name },
    timeZone: desk.settings.timeZone,
    sender: settings,
    identity: {
      messageId: outgoingMessageId({
        ticketNumber: 0,
        deliveryKeyHash: randomUUID().replaceAll('-', ''),
        fromAddress: settings.fromAddress,
      }),
      sentAt: now,
    },
  };
}
