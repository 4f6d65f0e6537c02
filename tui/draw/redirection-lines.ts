import { wrapToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TicketDetail, TraceView } from '../../domain/views.ts';
import type { Directory } from '../data.ts';
import type { DetailLook } from './detail-look.ts';
import { nothingLine } from './event-lines.ts';
import { line, span, type Line } from './line.ts';

/** Which redirection rule acted on the ticket and which did not, and why, and whom it reached. */
export function redirectionLines(ticket: TicketDetail, directory: Directory | null, look: DetailLook): Line[] {
  const traces = ticket.traces.filter(({ ruleKind }) => ruleKind === 'redirection');
  if (traces.length === 0)
    return nothingLine(
      'No redirection rule has looked at this ticket: there was none when it opened, or it has not been taken up yet.',
    );
  return traces.flatMap((trace) => [
    [
      span(trace.hasMatched ? 'MATCHED ' : 'did not match ', trace.hasMatched ? 'good' : 'quiet'),
      span(ruleName(trace)),
    ],
    ...wrapToCells(traceWords(trace), look.width - 4).map((part) => line(`    ${part}`)),
    ...skippedLines(trace, directory),
    ...(trace.hasMatched ? mailLines(trace, ticket) : []),
    line(''),
  ]);
}

function ruleName(trace: TraceView): string {
  const tags = safeLine(trace.ruleTags.join(', '), 80);
  return `rule ${trace.ruleNumber ?? '(removed)'}, version ${trace.ruleVersion}, tags ${tags || '-'}`;
}

/** The reason of a trace, in words. */
export function traceWords(trace: TraceView): string {
  const { reason } = trace;
  const text = (name: string) => safeLine(String(reason[name] ?? ''), 120);
  switch (reason['kind']) {
    case 'every-ticket':
      return 'The rule has the tag *: it acts on every newly opened ticket.';
    case 'tag':
      return `The ticket's tag "${text('ticketTag')}" is the rule's tag "${text('ruleTag')}".`;
    case 'subject':
      return `The ticket's subject is the rule's tag "${text('ruleTag')}".`;
    case 'paused':
      return 'The rule was paused.';
    case 'spam':
      return 'The ticket is spam: it is redirected to nobody, not even under *.';
    case 'no-tag-matches':
      return "The ticket came with none of the rule's tags, and its subject is none of them.";
    default:
      return safeLine(String(reason['kind'] ?? 'no reason was kept'));
  }
}

const skipWords: Record<string, string> = {
  inactive: 'is not active',
  'no-address': 'has no e-mail address',
  'our-address': 'is an address of this desk: mail to it would come back as a ticket',
  unknown: 'does not exist any more',
  'empty-team': 'is a team without members',
  'automatic-sender': 'is whose program wrote this: it would answer every notice',
};

function skippedLines(trace: TraceView, directory: Directory | null): Line[] {
  const { skipped } = trace.reason;
  if (!Array.isArray(skipped)) return [];
  return (
    skipped as {
      recipient: { kind: string; id?: string; address?: string };
      representativeId: string | null;
      reason: string;
    }[]
  ).map(({ recipient, representativeId, reason }) => {
    const id = representativeId ?? recipient.id;
    const known = [...(directory?.representatives ?? []), ...(directory?.teams ?? [])].find((row) => row.id === id);
    const name = safeLine(recipient.address ?? known?.name ?? recipient.kind, 80);
    return line(`    not to ${name}: ${skipWords[reason] ?? safeLine(reason)}`, 'warning');
  });
}

function mailLines(trace: TraceView, ticket: TicketDetail): Line[] {
  const planned = ticket.events.filter(
    ({ type, data }) => type === 'mail.redirected' && data['ruleId'] === trace.ruleId,
  );
  return planned.flatMap(({ data }) => {
    const delivery = ticket.deliveries.find(({ id }) => id === data['deliveryId']);
    if (!delivery) return [];
    const response =
      typeof delivery.receipt?.['response'] === 'string' ? ` (${safeLine(delivery.receipt['response'])})` : '';
    return [line(`    mail to ${safeLine(delivery.to.join(', '), 80)}: ${delivery.state}${response}`)];
  });
}
