import { answerOptions } from '../domain/platform/answer-options.ts';
import { canModerate } from '../domain/platform/can-moderate.ts';
import type { TicketDetail, TicketRow } from '../domain/views.ts';

/** A ticket as typed commands print it: the documented keys in the documented order. */
export function ticketJson(ticket: TicketRow) {
  const { id, number, subject, status, representative } = ticket;
  return {
    id,
    number,
    subject,
    status: { name: status.name, category: status.category },
    representative: representative && { id: representative.id, name: representative.name },
    team: ticket.team?.name ?? null,
    channel: ticket.channel,
    source: ticket.source,
    priority: ticket.priority.name,
    tags: ticket.tags,
    contact: ticket.contact,
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    version: ticket.version,
    archivedAt: ticket.archivedAt,
    deletedAt: ticket.deletedAt,
    nextWakeAt: ticket.nextWakeAt,
    draftReason: ticket.draftReason,
    designVersion: ticket.designVersion,
    conversation: ticket.conversation,
    platform: ticket.platform,
  };
}

/** The same with its whole life. */
export function ticketDetailJson(ticket: TicketDetail) {
  return {
    ...ticketJson(ticket),
    snoozedUntil: ticket.snoozedUntil,
    conflictNumber: ticket.conflictNumber,
    answerOptions: answerOptions(ticket, new Date().toISOString()),
    canModerate: canModerate(ticket),
    messages: ticket.messages,
    events: ticket.events,
    deliveries: ticket.deliveries,
    traces: ticket.traces,
    wakes: ticket.wakes,
    inputs: ticket.inputs,
    links: ticket.links,
  };
}
