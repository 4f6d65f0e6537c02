import type { Desk } from '../../domain/desk.ts';
import { foldTopic } from '../../domain/fold.ts';
import { mapResponse } from '../../domain/platform/map-response.ts';
import type { PushedResponse } from '../../domain/platform/platform-item.ts';
import type { PlatformState } from '../../domain/platform/platform-state.ts';
import { notByMail, type Arrival } from '../arrival.ts';
import { arrive } from '../arrive.ts';
import type { Connection } from '../connect.ts';
import { hashOf } from '../files.ts';
import { keyOf } from '../platform/news-context.ts';
import type { Source } from '../sources.ts';
import { removeItems } from '../stray-mails.ts';
import type { PushedFormRow } from './pushed-form-row.ts';

export interface KeptPushedResponse extends Pick<PushedResponse, 'submissionId' | 'submittedAt' | 'answers' | 'told'> {
  id: string;
}

/** What the source knows a response by; ids of other vendors may hold any sign, the colon between them too. */
export function responseKey(source: Source, formId: string, submissionId: string): string {
  return keyOf({ source }, `${encodeURIComponent(formId)}:${submissionId}`);
}

/** Opens the ticket of a response that has none; the caller holds its row. @returns the ticket's id */
export async function openResponse(
  transaction: Connection,
  of: {
    source: Source;
    form: PushedFormRow;
    response: KeptPushedResponse;
    desk: Desk;
    now: string;
  },
): Promise<string | null> {
  const arrival = arrivalOf(of);
  const by = { source_id: arrival.source.id, external_id: arrival.externalId };
  // What was only kept, or was stumbled over, gives way to the one that arriving writes, under the same id.
  await transaction('pushed_responses').where({ id: of.response.id }).update({ item_id: null });
  await removeItems(transaction, transaction('inbound_items').where(by).whereIn('state', ['kept', 'parked']));
  await arrive(transaction, arrival, of.desk);
  const item = await transaction('inbound_items').where(by).first<{ id: string; ticket_id: string | null }>();
  await transaction('pushed_responses')
    .where({ id: of.response.id })
    .update({ item_id: item.id, ticket_id: item.ticket_id, wants_ticket: true });
  return item.ticket_id;
}

function arrivalOf({ source, form, response, now }: Parameters<typeof openResponse>[1]): Arrival {
  const { submissionId, submittedAt } = response;
  const mapped = mapResponse(response, { mapping: form.mapping, formName: form.name });
  const { name, email, phone } = mapped;
  return {
    ...notByMail,
    source: { id: source.id, channel: source.channel, tags: source.tags },
    externalId: responseKey(source, form.formId, submissionId),
    contentSha256: hashOf(mapped.text),
    sentAt: submittedAt,
    now,
    // Whoever filled it in typed it: nothing of it is proven.
    contact: { name, email, phone, isTyped: true },
    subject: mapped.subject,
    text: mapped.text,
    reply: mapped.words,
    tags: besides(source.tags, [...form.tags, ...mapped.tags]),
    suppressed: false,
    attachments: [],
    actor: { kind: 'source', id: source.id },
    draftReason: mapped.draftReason,
    platform: { itemId: submissionId, writtenAt: submittedAt, state: stateOf(form, submissionId), edits: null },
  };
}

/** Each tag once, however it is spelled, without those that the source gives anyway. */
function besides(given: readonly string[], tags: readonly string[]): string[] {
  const known = new Set(given.map(foldTopic));
  return tags.filter((tag) => {
    const isNew = !known.has(foldTopic(tag));
    known.add(foldTopic(tag));
    return isNew;
  });
}

function stateOf(form: PushedFormRow, submissionId: string): PlatformState {
  return {
    rootId: submissionId,
    itemId: submissionId,
    place: { id: form.formId, title: form.name, url: null },
    isHidden: false,
    isRemoved: false,
    status: null,
    answer: 'none',
    privateReply: null,
    answerBy: null,
  };
}
