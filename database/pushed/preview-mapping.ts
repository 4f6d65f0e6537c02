import { DeskError } from '../../domain/errors.ts';
import { mapResponse } from '../../domain/platform/map-response.ts';
import type { MappedResponse, PushedMapping } from '../../domain/platform/pushed-form.ts';
import type { Connection } from '../connect.ts';
import { findPushedForm } from './pushed-form-row.ts';
import { toResponse, type ResponseRow } from './pushed-response-row.ts';

/**
 * What a form's newest response would become under a mapping; null without one.
 * @param of.mapping the form's own unless told
 * @throws DeskError NOT_FOUND
 */
export async function previewMapping(
  connection: Connection,
  of: { formId: string; mapping?: PushedMapping },
): Promise<MappedResponse | null> {
  const form = await findPushedForm(connection, { id: of.formId });
  if (!form) throw new DeskError('NOT_FOUND', `there is no form ${of.formId}`);
  const row = await connection('pushed_responses')
    .where({ form_id: form.id })
    .whereNotNull('answers')
    .orderBy([
      { column: 'submitted_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first<ResponseRow | undefined>();
  if (!row) return null;
  const { words: _, ...mapped } = mapResponse(toResponse(row), {
    mapping: of.mapping ?? form.mapping,
    formName: form.name,
  });
  return { ...mapped, tags: [...form.tags, ...mapped.tags] };
}
