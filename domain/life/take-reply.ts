import type { Command, ReplyWay } from '../command.ts';
import { defaultStatus } from '../desk.ts';
import { fold } from '../fold.ts';
import { isOurAddress } from '../mail/is-our-address.ts';
import { answerOptions } from '../platform/answer-options.ts';
import { changeStatus } from './change-status.ts';
import type { CommandContext } from './command-context.ts';
import type { Circumstances, Decision } from './decision.ts';
import { refuse } from './decision.ts';
import { sayAtPlatform } from './say-at-platform.ts';
import { say, type Saying } from './say.ts';

type Reply = Extract<Command, { name: 'reply' }>;

/** An answer to the customer: at the platform it came from, in the chat while its visitor is there, else by e-mail. */
export function takeReply(at: Circumstances, command: Reply, context: CommandContext): Decision {
  if (!context.draft?.text.trim()) return refuse('TEXT_MISSING', 'the reply has no text');
  const decision = sayBy(chooseWay(at, command, context), { at, command, context, draft: context.draft });
  if (decision.refusal) return decision;
  if (at.ticket.conflictNumber > command.seen) {
    return refuse('CONFLICT', describeNewer(context.newerMessages), { newer: context.newerMessages });
  }
  return statusAfterReply(at, decision, command.statusId);
}

interface Asked {
  at: Circumstances;
  command: Reply;
  context: CommandContext;
  draft: NonNullable<CommandContext['draft']>;
}

function sayBy(way: ReplyWay, { at, command, context, draft }: Asked): Decision {
  const words = { draftId: draft.id, commandId: context.commandId };
  switch (way) {
    case 'public':
    case 'private':
      return sayAtPlatform(at, { ...words, by: way, text: draft.text, cc: command.cc ?? [] }, context);
    case 'chat':
      return sayInChat(at, { ...words, cc: command.cc ?? [] }, context.chat);
    case 'mail':
      return sayByMail(at, { ...words, cc: command.cc ?? othersCopied(context) }, context);
  }
}

/**
 * What came from a platform is answered there, in public. A talk that was handed over is answered where its visitor is;
 * while the bot still talks, only who has no address is. Copies mean e-mail.
 */
function chooseWay(at: Circumstances, { by, cc }: Reply, { chat, contactEmail }: CommandContext): ReplyWay {
  if (by) return by;
  if (answerOptions(at.ticket, at.now).length > 0) return 'public';
  if (!chat) return 'mail';
  if (!contactEmail) return 'chat';
  const isLive = chat.phase === 'handed-over' && chat.isVisitorThere;
  return isLive && !cc?.length ? 'chat' : 'mail';
}

type Words = Pick<Saying, 'draftId' | 'commandId'>;

function sayInChat(at: Circumstances, words: Words & { cc: string[] }, chat: CommandContext['chat']): Decision {
  const { cc, ...rest } = words;
  if (!chat) return refuse('STATE_FORBIDS', 'the ticket has no talk that could be answered in the chat');
  if (cc.length > 0)
    return refuse('INVALID_INPUT', 'nobody can be kept in copy in a chat; leave the copies out, or answer by mail');
  return say(at, { way: 'chat', ...rest, recipients: {}, data: { conversationId: chat.conversationId } });
}

function sayByMail(at: Circumstances, words: Words & { cc: string[] }, context: CommandContext): Decision {
  const { contactEmail: email, ownAddresses, chat } = context;
  const { cc: copies, ...rest } = words;
  if (!email) {
    const other = chat ? 'answer in the chat' : 'answer by phone and write a note';
    return refuse('STATE_FORBIDS', `the contact has no e-mail address; add one with edit, or ${other}`);
  }
  const cc = copies.filter((address) => fold(address) !== fold(email));
  const ours = [email, ...cc].find((address) => isOurAddress(address, ownAddresses));
  if (ours) return refuse('RECIPIENT_IS_OURS', `${ours} is an address of this desk`);
  return say(at, { way: 'reply', ...rest, recipients: { to: [email], cc }, data: {} });
}

/** An address that became ours since it was copied is left out: the operator did not choose it. */
function othersCopied({ copied, ownAddresses }: CommandContext): string[] {
  return copied.filter((address) => !isOurAddress(address, ownAddresses));
}

function statusAfterReply(at: Circumstances, decision: Decision, statusId: string | undefined): Decision {
  if (statusId) {
    const chosen = at.desk.statuses.find(({ id }) => id === statusId);
    if (!chosen) return refuse('INVALID_INPUT', 'there is no such status');
    return changeStatus(at, decision, { status: chosen, reason: 'reply' });
  }
  if (at.ticket.category !== 'new') return decision;
  return changeStatus(at, decision, { status: defaultStatus(at.desk, 'open'), reason: 'reply' });
}

function describeNewer(newer: { number: number; kind: string }[]): string {
  const parts = newer.map(
    ({ number, kind }) =>
      `${kind === 'contact' ? 'a message of the customer' : 'a reply of a colleague'} (no. ${number})`,
  );
  return `since you looked there is ${parts.join(' and ') || 'a newer message'}`;
}
