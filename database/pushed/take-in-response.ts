import type { Desk } from '../../domain/desk.ts';
import type { PushedResponse } from '../../domain/platform/platform-item.ts';
import type { Connection } from '../connect.ts';
import { itemOfKey } from '../form-responses.ts';
import { recordItem } from '../inbound-items.ts';
import { newId } from '../new-id.ts';
import type { Source } from '../sources.ts';
import { toJson } from '../write-together.ts';
import { openResponse, responseKey, type KeptPushedResponse } from './open-response.ts';
import { notePushedForm } from './pushed-form-row.ts';
import { isOnMeanwhile } from './switching-lock.ts';

/**
 * Keeps a response, once by its submission, and opens a ticket for it where its form's responses are redirected and the
 * source is on; where the source is off, it waits for that.
 * @returns the ticket, if one opened
 */
export async function takeInResponse(
  transaction: Connection,
  of: { source: Source; response: PushedResponse; desk: Desk; now: string },
): Promise<string | null> {
  const { source, response, desk, now } = of;
  const { formId, formName: name } = response;
  const form = await notePushedForm(transaction, { sourceId: source.id, formId, name, now });
  const kept = await keep(transaction, { formRowId: form.id, response, wantsTicket: form.isRedirected, now });
  if (!kept) return null;
  if (form.isRedirected && (await isOnMeanwhile(transaction, source.id)))
    return openResponse(transaction, { source, form, response: kept, desk, now });
  const externalId = responseKey(source, formId, response.submissionId);
  const reason = form.isRedirected ? 'waits-for-its-source' : 'response-kept';
  const item = {
    sourceId: source.id,
    externalId,
    state: 'kept' as const,
    reason,
    contentSha256: null,
    rawSha256: null,
  };
  await recordItem(transaction, { ...item, now });
  const itemId = await itemOfKey(transaction, source.id, externalId);
  await transaction('pushed_responses').where({ id: kept.id }).update({ item_id: itemId });
  return null;
}

/** @returns null for one that was there before */
async function keep(
  transaction: Connection,
  of: { formRowId: string; response: PushedResponse; wantsTicket: boolean; now: string },
): Promise<KeptPushedResponse | null> {
  const { submissionId, submittedAt, answers, told } = of.response;
  const id = newId();
  const inserted = await transaction('pushed_responses')
    .insert({
      id,
      form_id: of.formRowId,
      submission_id: submissionId,
      submitted_at: submittedAt,
      answers: toJson(answers),
      told: toJson(told),
      wants_ticket: of.wantsTicket,
      received_at: of.now,
    })
    .onConflict(['form_id', 'submission_id'])
    .ignore()
    .returning('id');
  return inserted.length > 0 ? { id, submissionId, submittedAt, answers, told } : null;
}
