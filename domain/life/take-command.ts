import type { Command } from '../command.ts';
import { fold } from '../fold.ts';
import { isAddress } from '../mail/is-address.ts';
import { isOurAddress } from '../mail/is-our-address.ts';
import { standingOf } from '../ticket.ts';
import { changeStatus, endSnooze } from './change-status.ts';
import type { CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import { event, nothing, refuse } from './decision.ts';
import { derivedId } from './derived-id.ts';
import { discardPlanned } from './discard-planned.ts';
import { moderate } from './moderate.ts';
import { retryDelivery } from './retry-delivery.ts';
import { say } from './say.ts';
import { takeReply } from './take-reply.ts';

type Of<Name extends Command['name']> = Extract<Command, { name: Name }>;

/** Decides a command. Row "operator's commands" of the state table. */
export function takeCommand(at: Circumstances, command: Command, context: CommandContext): Decision {
  const forbidden = forbiddenBy(at, command);
  if (forbidden) return forbidden;
  if (command.ifVersion !== undefined && command.ifVersion !== at.ticket.version) {
    return refuse('CONFLICT', `the ticket is at version ${at.ticket.version}, not ${command.ifVersion}`, {
      version: at.ticket.version,
    });
  }
  switch (command.name) {
    case 'edit':
      return edit(at, command);
    case 'reply':
      return takeReply(at, command, context);
    case 'note':
      return note(at, context);
    case 'forward':
      return forward(at, command, context);
    case 'status':
      return status(at, command);
    case 'priority':
      return priority(at, command);
    case 'assign':
      return assign(at, command);
    case 'tag':
      return tag(at, command);
    case 'snooze':
      return snooze(at, command);
    case 'archive':
      return at.ticket.archivedAt ? nothing() : endSnooze(at, withEvents(event(at, 'ticket.archived', {})), 'command');
    case 'unarchive':
      return at.ticket.archivedAt ? withEvents(event(at, 'ticket.unarchived', { reason: 'command' })) : nothing();
    case 'delete':
      return remove(at);
    case 'restore':
      return restore(at);
    case 'purge':
      return {
        ...withEvents(event(at, 'ticket.purged', {})),
        purge: true,
        wakes: [{ kind: 'purge', reference: null, due: null }],
      };
    case 'moderate':
      return moderate(at, command, context);
    case 'retry-delivery':
      return retryDelivery(at, context);
    case 'discard-delivery':
      return discardDelivery(at, context);
  }
}

function forbiddenBy(at: Circumstances, command: Command): Decision | null {
  const standing = standingOf(at.ticket);
  if (standing === 'purged') return refuse('STATE_FORBIDS', 'the ticket is purged; nothing of it is left');
  const needsDeleted = command.name === 'restore' || command.name === 'purge';
  if (standing === 'deleted' && !needsDeleted) {
    return refuse('STATE_FORBIDS', 'the ticket is deleted; only restore and purge are open to it');
  }
  if (standing !== 'deleted' && needsDeleted) {
    return refuse('STATE_FORBIDS', `the ticket is not deleted; ${command.name} is for deleted tickets`);
  }
  return null;
}

function edit(at: Circumstances, command: Of<'edit'>): Decision {
  const email = command.contact?.email;
  if (email && !isAddress(email)) return refuse('INVALID_INPUT', `${email} is no e-mail address`);
  const decision = nothing();
  if (command.subject !== undefined && command.subject !== at.ticket.subject) {
    decision.events.push(event(at, 'ticket.subject_changed', { subject: command.subject }));
  }
  if (command.contact) {
    decision.contact = command.contact;
    if (at.ticket.draftReason && (command.contact.email || command.contact.phone)) {
      decision.events.push(event(at, 'ticket.draft_completed', {}));
    }
  }
  return decision;
}

function note(at: Circumstances, context: CommandContext): Decision {
  if (!context.draft?.text.trim()) return refuse('TEXT_MISSING', 'the note has no text');
  const number = at.ticket.messageCount + 1;
  const messageId = derivedId(context.commandId, 1);
  return {
    ...withEvents(event(at, 'note.added', { messageId, messageNumber: number, byMail: false })),
    usedDraftId: context.draft.id,
    messages: [{ id: messageId, number, kind: 'note', draftId: context.draft.id, recipients: {} }],
  };
}

function forward(at: Circumstances, command: Of<'forward'>, context: CommandContext): Decision {
  if (!context.draft) return refuse('TEXT_MISSING', 'the forward has no text');
  if (command.to.length === 0) return refuse('INVALID_INPUT', 'a forward needs a recipient');
  const wrong = command.to.find((address) => !isAddress(address));
  if (wrong !== undefined) return refuse('INVALID_INPUT', `${wrong} is no e-mail address`);
  const ours = command.to.find((address) => isOurAddress(address, context.ownAddresses));
  if (ours) return refuse('RECIPIENT_IS_OURS', `${ours} is an address of this desk`);
  const { draft, commandId } = context;
  const recipients = { to: command.to, cc: [] };
  return say(at, { way: 'forward', draftId: draft.id, commandId, recipients, data: {} });
}

function status(at: Circumstances, command: Of<'status'>): Decision {
  const chosen = at.desk.statuses.find(({ id }) => id === command.statusId);
  if (!chosen) return refuse('INVALID_INPUT', 'there is no such status');
  if (at.ticket.statusId === chosen.id) return nothing();
  if (at.ticket.statusId !== command.from) {
    const present = at.desk.statuses.find(({ id }) => id === at.ticket.statusId);
    return refuse('CONFLICT', `the status is ${present?.name ?? 'another'} now`, { status: present?.name ?? null });
  }
  return changeStatus(at, nothing(), { status: chosen, reason: 'command' });
}

function priority(at: Circumstances, command: Of<'priority'>): Decision {
  if (!at.desk.priorities.some(({ id }) => id === command.priorityId))
    return refuse('INVALID_INPUT', 'there is no such priority');
  if (at.ticket.priorityId === command.priorityId) return nothing();
  return withEvents(
    event(at, 'ticket.priority_changed', { priorityId: command.priorityId, from: at.ticket.priorityId }),
  );
}

function assign(at: Circumstances, command: Of<'assign'>): Decision {
  const { representativeId, teamId } = command;
  if (at.ticket.representativeId === representativeId && at.ticket.teamId === teamId) return nothing();
  return withEvents(event(at, 'ticket.assigned', { representativeId, teamId }));
}

function tag(at: Circumstances, command: Of<'tag'>): Decision {
  const present = new Set(at.ticket.tags.map(fold));
  const added = command.add.filter((name) => !present.has(fold(name)));
  const removed = command.remove.filter((name) => present.has(fold(name)));
  if (added.length + removed.length === 0) return nothing();
  return withEvents(event(at, 'ticket.tags_changed', { added, removed }));
}

function snooze(at: Circumstances, command: Of<'snooze'>): Decision {
  if (command.until === null) return endSnooze(at, nothing(), 'command');
  if (standingOf(at.ticket) !== 'live')
    return refuse('STATE_FORBIDS', 'only a new, open or waiting ticket can be snoozed');
  if (command.until <= at.now) return refuse('INVALID_INPUT', `${command.until} is not in the future`);
  return {
    ...withEvents(event(at, 'ticket.snoozed', { until: command.until })),
    wakes: [{ kind: 'snooze', reference: null, due: command.until }],
  };
}

function remove(at: Circumstances): Decision {
  const purgeAt = new Date(Date.parse(at.now) + at.desk.settings.purgeDays * 86_400_000).toISOString();
  const decision = withEvents(event(at, 'ticket.deleted', { purgeAt }));
  decision.wakes.push({ kind: 'purge', reference: null, due: purgeAt });
  endSnooze(at, decision, 'command');
  return discardPlanned(at, decision, 'deleted');
}

function restore(at: Circumstances): Decision {
  return { ...withEvents(event(at, 'ticket.restored', {})), wakes: [{ kind: 'purge', reference: null, due: null }] };
}

function discardDelivery(at: Circumstances, context: CommandContext): Decision {
  const { delivery } = context;
  if (!delivery) return refuse('NOT_FOUND', 'the ticket has no such delivery');
  if (!['failed', 'unsure', 'planned'].includes(delivery.state)) {
    return refuse('STATE_FORBIDS', `the delivery is ${delivery.state}; it cannot be discarded`);
  }
  const reason = 'discarded by an operator';
  return {
    ...withEvents(event(at, 'delivery.discarded', { deliveryId: delivery.id, kind: delivery.kind, reason })),
    deliveryChanges: [{ id: delivery.id, to: 'discarded', reason }],
    wakes: [{ kind: 'delivery-retry', reference: delivery.id, due: null }],
  };
}

function withEvents(...events: Decision['events']): Decision {
  return { ...nothing(), events };
}
