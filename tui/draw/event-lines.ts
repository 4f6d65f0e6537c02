import { isAtPlatform, type DeliveryKind } from '../../domain/delivery.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { EventView, TicketDetail } from '../../domain/views.ts';
import type { Directory } from '../data.ts';
import type { DetailLook } from './detail-look.ts';
import { line, span, type Line } from './line.ts';
import { fullTime } from './times.ts';

/** What happened to the ticket, newest first, in words. */
export function eventLines(ticket: TicketDetail, directory: Directory | null, look: DetailLook): Line[] {
  return ticket.events
    .toReversed()
    .map((event) => [
      span(`${String(event.number).padStart(3)}  ${fullTime(event.at, look.timeZone)}  `, 'quiet'),
      span(eventWords(event, namesOf(directory, look.timeZone))),
      span(`  ${actorWords(event.actor)}`, 'quiet'),
      span(`  ${event.type}`, 'quiet'),
    ]);
}

export function actorWords(actor: { kind: string; name: string | null }): string {
  if (actor.kind === 'desk') return 'by the desk';
  const name = safeLine(actor.name);
  return name ? `by ${name}` : `by a ${safeLine(actor.kind)}`;
}

type Words = (data: Record<string, unknown>, names: Names) => string;
type Names = ReturnType<typeof namesOf>;

const words: Record<string, Words> = {
  'ticket.opened': (data) => `opened${data['draftReason'] ? ` as a draft: ${said(data['draftReason'])}` : ''}`,
  'message.received': (data) =>
    `message no. ${said(data['messageNumber'])} ${data['edits'] ? 'is a comment as its writer changed it' : 'arrived'}${data['automatic'] ? ` (automatic: ${said(data['automatic'])})` : ''}`,
  'message.linked': () => 'the same mail came through another mailbox too',
  'note.added': (data) => `note no. ${said(data['messageNumber'])}${data['byMail'] ? ', by mail' : ''}`,
  'reply.written': (data) => `reply no. ${said(data['messageNumber'])} written`,
  'ticket.forwarded': (data) => `forwarded with message no. ${said(data['messageNumber'])}`,
  'mail.redirected': () => 'redirection mail planned',
  'mail.acknowledged': () => 'acknowledgement mail planned',
  'delivery.sent': (data) => `${whatGoesOut(data)} sent`,
  'delivery.deferred': (data, { time }) =>
    isToPlatform(data)
      ? `${whatGoesOut(data)} waits; looked for or tried again ${time(data['nextAttemptAt'])}`
      : `${whatGoesOut(data)} deferred by the server; next try ${time(data['nextAttemptAt'])}`,
  'delivery.held': (data, { time }) =>
    `${whatGoesOut(data)} held back until ${time(data['until'])}: the recipient got much mail`,
  'delivery.failed': (data) =>
    `${whatGoesOut(data)} failed${data['bounced'] ? (isToPlatform(data) ? ': it was refused afterwards' : ': it bounced') : ''}`,
  'delivery.unsure': (data) => `${whatGoesOut(data)}: nobody knows whether it arrived`,
  'delivery.repeated': (data) => `${whatGoesOut(data)} is sent once more`,
  'delivery.retried': (data) => `${whatGoesOut(data)} is tried again`,
  'delivery.discarded': (data) => `${whatGoesOut(data)} discarded: ${said(data['reason'])}`,
  'comment.hidden': () => 'the comment is hidden at its platform',
  'comment.shown': () => 'the comment is shown again at its platform',
  'comment.removed': () => 'the comment is gone from its platform',
  'comment.restored': () => 'the comment stands at its platform again',
  'comment.placed': () => 'what it stands under is known now',
  'question.status_changed': (data) => `the platform calls the question ${said(data['status'])}`,
  'answer.published': () => 'the platform shows the answer',
  'answer.refused': () => 'the platform refused the answer; why stands below its words',
  'deadline.passed': (data) =>
    data['kind'] === 'answer' ? 'the time to answer has passed' : 'the time for a private reply has passed',
  'ticket.status_changed': (data, names) =>
    `status ${names.status(data['from'])} -> ${names.status(data['statusId'])}${reasonWords(data['reason'])}`,
  'ticket.priority_changed': (data, names) =>
    `priority ${names.priority(data['from'])} -> ${names.priority(data['priorityId'])}`,
  'ticket.assigned': (data, names) => `assigned to ${names.holder(data)}`,
  'ticket.tags_changed': (data) =>
    `tags ${[...list(data['added']).map((tag) => `+${tag}`), ...list(data['removed']).map((tag) => `-${tag}`)].join(' ')}`,
  'ticket.subject_changed': (data) => `subject is now: ${said(data['subject'])}`,
  'ticket.contact_changed': () => 'contact changed',
  'ticket.draft_completed': () => 'no draft any more: what was missing is there',
  'ticket.snoozed': (data) => `snoozed until ${said(data['until'])}`,
  'ticket.snooze_ended': (data) => `snooze ended (${said(data['reason'])})`,
  'ticket.archived': () => 'archived',
  'ticket.unarchived': (data) =>
    ({ customer: 'came back: the customer wrote', 'answer-refused': 'came back: its answer was refused' })[
      String(data['reason'])
    ] ?? 'unarchived',
  'ticket.deleted': (data) => `deleted; gone for good on ${said(data['purgeAt'])}`,
  'ticket.restored': () => 'restored',
  'ticket.erased': () => 'erased: the contact asked for it; number and times are left',
  'ticket.purged': () => 'purged: text, files and contact data are gone',
};

function eventWords(event: EventView, names: Names): string {
  return words[event.type]?.(event.data, names) ?? safeLine(event.type);
}

function whatGoesOut({ kind }: Record<string, unknown>): string {
  return said(kind).replace('-', ' ');
}

function isToPlatform({ kind }: Record<string, unknown>): boolean {
  return isAtPlatform(kind as DeliveryKind);
}

function namesOf(directory: Directory | null, timeZone: string) {
  const find = (rows: readonly { id: string; name: string }[] | undefined, id: unknown, missing: string) =>
    safeLine(rows?.find((row) => row.id === id)?.name) || missing;
  return {
    time: (at: unknown) => (Number.isNaN(Date.parse(String(at))) ? said(at) : fullTime(String(at), timeZone)),
    status: (id: unknown) => find(directory?.statuses, id, 'a removed status'),
    priority: (id: unknown) => find(directory?.priorities, id, 'a removed priority'),
    holder: (data: Record<string, unknown>) => {
      const team = data['teamId'] ? find(directory?.teams, data['teamId'], 'a removed team') : '';
      const person = data['representativeId']
        ? find(directory?.representatives, data['representativeId'], 'a former colleague')
        : '';
      return [person, team && `team ${team}`].filter(Boolean).join(', ') || 'nobody';
    },
  };
}

function reasonWords(reason: unknown): string {
  return (
    {
      customer: ' (the customer wrote)',
      reply: ' (with the reply)',
      snooze: ' (snooze ended)',
      'answer-refused': ' (the answer was refused)',
    }[String(reason)] ?? ''
  );
}

function said(value: unknown): string {
  return safeLine(value === null || value === undefined ? '' : String(value), 120);
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.map(said) : [];
}

/** For parts of a ticket that hold nothing. */
export function nothingLine(text: string): Line[] {
  return [line(text, 'quiet')];
}
