import { commentSubject } from '../../domain/platform/comment-subject.ts';
import type { PlatformItem } from '../../domain/platform/platform-item.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import { notByMail, type Arrival } from '../arrival.ts';
import { hashOf } from '../files.ts';
import { keyOf, type NewsContext } from './news-context.ts';

/** A comment or question as a request; it finds its thread by the keys of the items above it. */
export function itemArrival(context: NewsContext, item: PlatformItem, state: PlatformState): Arrival {
  const key = keyOf(context, item.id);
  const rootKey = keyOf(context, state.rootId);
  const isReply = rootKey !== key;
  // A reply may be told before what it answers.
  const mayBelong = isReply || context.known.repliedTo.has(item.id);
  return {
    ...wordsOf(context, item),
    externalId: key,
    mailMessageId: key,
    alsoKnownBy: isReply ? [rootKey] : [],
    references: mayBelong ? [rootKey] : [],
    threadRoot: rootKey,
    platform: { itemId: item.id, writtenAt: item.writtenAt, state, edits: null },
  };
}

/** New words of an item that the desk has: a message of its ticket, like any other of the customer. */
export function editArrival(
  context: NewsContext,
  item: PlatformItem,
  of: { editCount: number; ticketId: string; messageId: string | null; state: PlatformState },
): Arrival {
  return {
    ...wordsOf(context, item),
    externalId: `${keyOf(context, item.id)}:edit:${of.editCount}`,
    belongsTo: of.ticketId,
    alsoKnownBy: [keyOf(context, of.state.rootId)],
    platform: { itemId: item.id, writtenAt: item.writtenAt, state: of.state, edits: of.messageId },
  };
}

function wordsOf({ source, now }: NewsContext, item: PlatformItem): Omit<Arrival, 'externalId'> {
  const { author } = item;
  return {
    ...notByMail,
    source: { id: source.id, channel: source.channel, tags: source.tags },
    contentSha256: hashOf(item.text),
    sentAt: item.editedAt ?? item.writtenAt,
    now,
    contact: {
      name: author?.name ?? null,
      handle: author?.handle ?? null,
      ...(author?.id ? { account: { channel: source.channel, id: author.id } } : {}),
    },
    subject: commentSubject(item),
    text: item.text,
    reply: item.text,
    suppressed: false,
    attachments: [],
    actor: { kind: 'source', id: source.id },
  };
}
