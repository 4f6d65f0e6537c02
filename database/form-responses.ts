import type { Language } from '../domain/chatbot/flow.ts';
import type { Answers } from '../domain/form/check-answers.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';
import { toJson } from './write-together.ts';

export interface FormResponse {
  designId: string;
  version: number;
  itemId: string;
  ticketId: string;
  answers: Answers;
  language: Language;
  now: string;
}

/** Keeps what was answered, as the form's version asked it. */
export async function addFormResponse(transaction: Connection, response: FormResponse): Promise<void> {
  await transaction('form_responses').insert({
    id: newId(),
    design_id: response.designId,
    version: response.version,
    item_id: response.itemId,
    ticket_id: response.ticketId,
    answers: toJson(response.answers),
    language: response.language,
    received_at: response.now,
  });
}

export interface KeptResponse {
  itemId: string;
  ticketId: string;
  number: number;
  version: number;
  language: Language;
  /** Null once they were erased. */
  answers: Answers | null;
  /** Of what was posted, files included. */
  contentSha256: Buffer | null;
}

/** What a form took in under a key or an id, as long as its ticket has not been purged; null when there is none. */
export async function findFormResponse(
  connection: Connection,
  by: { sourceId: string; externalId: string } | { designId: string; itemId: string },
): Promise<KeptResponse | null> {
  const wanted =
    'itemId' in by
      ? { 'form_responses.design_id': by.designId, 'form_responses.item_id': by.itemId }
      : { 'inbound_items.source_id': by.sourceId, 'inbound_items.external_id': by.externalId };
  const row = await connection('inbound_items')
    .join('form_responses', 'form_responses.item_id', 'inbound_items.id')
    .join('tickets', 'tickets.id', 'form_responses.ticket_id')
    .where(wanted)
    .first<KeptResponse | undefined>({
      itemId: 'inbound_items.id',
      ticketId: 'tickets.id',
      number: 'tickets.number',
      version: 'form_responses.version',
      language: 'form_responses.language',
      answers: 'form_responses.answers',
      contentSha256: 'inbound_items.content_sha256',
    });
  return row ?? null;
}

/** The item that a source's key names; the arrival that made it is in the same transaction. */
export async function itemOfKey(connection: Connection, sourceId: string, externalId: string): Promise<string | null> {
  const row = await connection('inbound_items')
    .where({ source_id: sourceId, external_id: externalId })
    .first<{ id: string } | undefined>('id');
  return row?.id ?? null;
}
