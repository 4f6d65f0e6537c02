import type { PushedAnswer } from '../../domain/platform/platform-item.ts';
import type { PushedFormView, PushedMapping } from '../../domain/platform/pushed-form.ts';
import type { Connection } from '../connect.ts';

interface FormRow {
  id: string;
  source_id: string;
  source: string;
  form_id: string;
  name: string;
  is_redirected: boolean;
  tags: string[];
  mapping: PushedMapping;
  response_count: number;
  unticketed_count: number;
  last_at: Date | null;
  newest: Pick<PushedAnswer, 'key' | 'label'>[] | null;
}

/** The forms that are known by their responses, by source and name; those of removed sources are left out. */
export async function listPushedForms(
  connection: Connection,
  { sourceId }: { sourceId?: string } = {},
): Promise<PushedFormView[]> {
  const { rows } = await connection.raw<{ rows: FormRow[] }>(
    `SELECT pushed_forms.*, sources.name AS source, counted.response_count, counted.unticketed_count, counted.last_at,
       (SELECT answers FROM pushed_responses WHERE form_id = pushed_forms.id AND answers IS NOT NULL
          ORDER BY submitted_at DESC, id DESC LIMIT 1) AS newest
     FROM pushed_forms
       JOIN sources ON sources.id = pushed_forms.source_id
       CROSS JOIN LATERAL (
         SELECT count(*)::int AS response_count, max(submitted_at) AS last_at,
           (count(*) FILTER (WHERE ticket_id IS NULL AND answers IS NOT NULL))::int AS unticketed_count
         FROM pushed_responses WHERE form_id = pushed_forms.id) AS counted
     WHERE sources.removed_at IS NULL AND (:sourceId::uuid IS NULL OR source_id = :sourceId::uuid)
     ORDER BY sources.name, pushed_forms.name, pushed_forms.id`,
    { sourceId: sourceId ?? null },
  );
  return rows.map((row) => ({
    id: row.id,
    sourceId: row.source_id,
    source: row.source,
    formId: row.form_id,
    name: row.name,
    isRedirected: row.is_redirected,
    tags: row.tags,
    mapping: row.mapping,
    responseCount: row.response_count,
    unticketedCount: row.unticketed_count,
    lastAt: row.last_at?.toISOString() ?? null,
    fields: (row.newest ?? []).map(({ key, label }) => ({ key, label })),
  }));
}
