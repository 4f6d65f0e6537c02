import { fitToCells } from '../../domain/cell-width.ts';
import { safeLine } from '../../domain/safe-text.ts';
import type { TicketDetail } from '../../domain/views.ts';
import { detailSections, type DetailSection, type State } from '../state.ts';
import { conversationLines } from './conversation-lines.ts';
import { deliveryGroups, noDeliveries } from './delivery-lines.ts';
import type { DetailLook } from './detail-look.ts';
import { eventLines } from './event-lines.ts';
import { cutLine, line, span, type Line, type Span } from './line.ts';
import { redirectionLines } from './redirection-lines.ts';
import { channelOf, holderOf } from './ticket-columns.ts';
import { platformLine } from './platform-line.ts';
import { signsOf } from '../theme.ts';
import { talkWords } from './talk-words.ts';
import { fullTime } from './times.ts';
import { waitingGroups, wakeLines } from './waiting-lines.ts';

const sectionTitles: Record<DetailSection, string> = {
  conversation: 'Conversation',
  events: 'Events',
  deliveries: 'Deliveries',
  redirection: 'Redirection',
  waiting: 'Waiting',
};

/** The opened ticket: who and what above, one part of it below. */
export function detailBody(state: State, height: number): Line[] {
  const { detail } = state;
  if (!detail) return [];
  if (!detail.ticket)
    return [line(detail.error ? safeLine(detail.error) : 'Reading the ticket...', detail.error ? 'trouble' : 'quiet')];
  const head = detailHead(detail.ticket, state);
  const lines = sectionLines(state);
  const room = Math.max(1, height - head.length);
  const scroll = Math.min(detail.scroll, Math.max(0, lines.length - room));
  return [...head, ...lines.slice(scroll, scroll + room)];
}

export function detailHeadHeight(state: State): number {
  return state.detail?.ticket ? detailHead(state.detail.ticket, state).length : 1;
}

function detailHead(ticket: TicketDetail, state: State): Line[] {
  const { contact } = ticket;
  const people = [contact?.name, contact?.email && `<${contact.email}>`, contact?.phone, contact?.handle]
    .filter(Boolean)
    .join('  ');
  const lines: Line[] = [
    [span(`#${ticket.number} `, 'title'), span(safeLine(ticket.subject) || '(no subject)', 'title')],
    ...talkLines(ticket, state),
    ...draftLines(ticket),
    ...platformLines(ticket, state),
    [
      span(`${safeLine(ticket.status.name)}`, `colour:${ticket.status.color}`),
      span(
        `  ${holderOf(ticket) === '-' ? 'nobody assigned' : holderOf(ticket)}  ${safeLine(ticket.priority.name)} priority  ${channelOf(ticket)}`,
      ),
    ],
    [
      span('Contact: ', 'quiet'),
      span(safeLine(people) || '-'),
      span('  Tags: ', 'quiet'),
      span(safeLine(ticket.tags.join(', ')) || '-'),
    ],
    line(timesOf(ticket, state), 'quiet'),
    ...notices(ticket, state),
    sectionBar(ticket, state),
  ];
  return lines.map((spans) => cutLine(spans, state.size.columns));
}

/** Which bot, and whether the visitor can be answered at once. */
function talkLines(ticket: TicketDetail, { theme }: State): Line[] {
  const { conversation: talk } = ticket;
  if (!talk) return [];
  const sign = talk.isVisitorThere ? signsOf(theme).on : signsOf(theme).off;
  const canAnswer = talk.phase === 'handed-over' && talk.isVisitorThere;
  return [
    [
      span(`${sign} ${talkWords(talk)}`, talk.isVisitorThere ? 'good' : 'plain'),
      span(canAnswer ? ' (r: by chat)' : '', 'good'),
      span(`  ${safeLine(ticket.source)}${ticket.designVersion === null ? '' : ` v${ticket.designVersion}`}`, 'quiet'),
    ],
  ];
}

function draftLines({ draftReason }: TicketDetail): Line[] {
  if (!draftReason) return [];
  return [[span(`! DRAFT: ${safeLine(draftReason)}`, 'trouble'), span('  e: add e-mail or phone', 'warning')]];
}

function platformLines({ channel, platform }: TicketDetail, state: State): Line[] {
  if (!platform) return [];
  const isBad = platform.answer === 'refused' || platform.isRemoved || platform.isHidden;
  const words = line(platformLine(channel, platform, state), isBad ? 'warning' : 'plain');
  return platform.place?.url ? [words, line(safeLine(platform.place.url), 'quiet')] : [words];
}

function timesOf(ticket: TicketDetail, { timeZone }: State): string {
  const links = ticket.links
    .map((link) => `${link.kind} ${link.direction === 'to' ? '->' : '<-'} #${link.number}`)
    .join(', ');
  return `Opened ${fullTime(ticket.createdAt, timeZone)}, last ${fullTime(ticket.activityAt, timeZone)}${links ? `  Links: ${safeLine(links)}` : ''}`;
}

function notices(ticket: TicketDetail, { timeZone }: State): Line[] {
  const waiting = ticket.inputs.filter(({ state }) => state === 'waiting').length;
  const parked = ticket.inputs.filter(({ state }) => state === 'parked').length;
  const bad = ticket.deliveries.filter(({ state }) => state === 'failed' || state === 'unsure').length;
  const said = [
    ticket.deletedAt ? `DELETED ${fullTime(ticket.deletedAt, timeZone)}; U restores it` : '',
    ticket.archivedAt ? `ARCHIVED ${fullTime(ticket.archivedAt, timeZone)}; U brings it back` : '',
    ticket.snoozedUntil ? `SNOOZED until ${fullTime(ticket.snoozedUntil, timeZone)}` : '',
    waiting > 0 ? `${waiting} WAITING to be taken up` : '',
    parked > 0 ? `${parked} PARKED` : '',
    bad > 0 ? `${bad} ${bad > 1 ? 'deliveries' : 'delivery'} FAILED or unsure` : '',
  ].filter(Boolean);
  return said.length > 0 ? [line(said.join('  '), 'warning')] : [];
}

function sectionBar(ticket: TicketDetail, state: State): Line {
  const counts: Record<DetailSection, number> = {
    conversation: ticket.messages.length,
    events: ticket.events.length,
    deliveries: ticket.deliveries.length,
    redirection: ticket.traces.length,
    waiting: ticket.inputs.length,
  };
  const spans = detailSections.map((section): Span => {
    const isChosen = section === state.detail?.section;
    const text = `${sectionTitles[section]} ${counts[section]}`;
    return span(isChosen ? `[${text}]` : ` ${text} `, isChosen ? 'selected' : 'quiet');
  });
  return spans;
}

const drawn = new WeakMap<TicketDetail, Map<string, Line[]>>();

/** All lines of the chosen part; kept while the ticket and the width stay the same. */
export function sectionLines(state: State): Line[] {
  const { detail, size } = state;
  if (!detail?.ticket) return [];
  const cache = drawn.get(detail.ticket) ?? new Map<string, Line[]>();
  drawn.set(detail.ticket, cache);
  const key = [
    detail.section,
    size.columns,
    detail.showsQuotes,
    detail.cursor,
    state.directory !== null,
    state.theme.isAscii,
  ].join('/');
  const known = cache.get(key);
  if (known) return known;
  const look: DetailLook = {
    width: size.columns,
    theme: state.theme,
    timeZone: state.timeZone,
    showsQuotes: detail.showsQuotes,
  };
  const lines = drawSection(detail.ticket, state, look).map((spans) => cutLine(spans, size.columns));
  cache.set(key, lines);
  return lines;
}

function drawSection(ticket: TicketDetail, state: State, look: DetailLook): Line[] {
  const cursor = state.detail?.cursor ?? 0;
  switch (state.detail?.section ?? 'conversation') {
    case 'conversation':
      return conversationLines(ticket, look);
    case 'events':
      return eventLines(ticket, state.directory, look);
    case 'deliveries':
      return ticket.deliveries.length > 0 ? chosenOf(deliveryGroups(ticket, look), cursor, look) : noDeliveries();
    case 'redirection':
      return redirectionLines(ticket, state.directory, look);
    case 'waiting':
      return [
        ...(ticket.inputs.length > 0
          ? chosenOf(waitingGroups(ticket, look), cursor, look)
          : [line('Nothing waits.', 'quiet')]),
        line(''),
        ...wakeLines(ticket, look),
      ];
  }
}

/** The first line of the chosen group stands out, by a sign too. */
function chosenOf(groups: Line[][], cursor: number, look: DetailLook): Line[] {
  const chosen = Math.min(cursor, groups.length - 1);
  return groups.flatMap((group, index) => {
    const [first = [], ...rest] = group;
    if (index !== chosen) return [[span('  '), ...first], ...rest];
    const text = fitToCells(`> ${first.map((part) => part.text).join('')}`, look.width);
    return [line(text, 'selected'), ...rest];
  });
}
