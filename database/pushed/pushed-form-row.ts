import type { PushedMapping } from '../../domain/platform/pushed-form.ts';
import type { Connection } from '../connect.ts';
import { newId } from '../new-id.ts';

/** A form of another vendor as it is kept. */
export interface PushedFormRow {
  id: string;
  sourceId: string;
  formId: string;
  name: string;
  isRedirected: boolean;
  mapping: PushedMapping;
  tags: string[];
}

const columns = {
  id: 'id',
  sourceId: 'source_id',
  formId: 'form_id',
  name: 'name',
  isRedirected: 'is_redirected',
  mapping: 'mapping',
  tags: 'tags',
};

/** By its own id, or by what its vendor calls it; null for one that nobody has answered yet. */
export async function findPushedForm(
  connection: Connection,
  by: { id: string } | { source_id: string; form_id: string },
): Promise<PushedFormRow | null> {
  const row = await connection('pushed_forms').where(by).first<PushedFormRow | undefined>(columns);
  return row ?? null;
}

/** The form that a response is of, made known by its first response, and called as it is called now. */
export async function notePushedForm(
  transaction: Connection,
  form: { sourceId: string; formId: string; name: string | null; now: string },
): Promise<PushedFormRow> {
  const { sourceId, formId, name } = form;
  const by = { source_id: sourceId, form_id: formId };
  const known = (await findPushedForm(transaction, by)) ?? (await addForm(transaction, form));
  if (name === null || name === known.name) return known;
  await transaction('pushed_forms').where({ id: known.id }).update({ name });
  return { ...known, name };
}

/** Two first responses at the same moment make one form. */
async function addForm(
  transaction: Connection,
  { sourceId, formId, name, now }: { sourceId: string; formId: string; name: string | null; now: string },
): Promise<PushedFormRow> {
  await transaction('pushed_forms')
    .insert({ id: newId(), source_id: sourceId, form_id: formId, name: name ?? `Form ${formId}`, first_seen_at: now })
    .onConflict(['source_id', 'form_id'])
    .ignore();
  const row = await findPushedForm(transaction, { source_id: sourceId, form_id: formId });
  if (!row) throw new Error('a form that was made known was not found again');
  return row;
}
