import type { AuditView } from '../../domain/source-health.ts';
import type { Connection } from '../connect.ts';
import { newId } from '../new-id.ts';

/** So much of what is missing is listed; the next audit, after these were brought in, lists the rest. */
const MOST_LISTED = 5000;

/** Keeps what a gap audit found. @returns it as screens show it */
export async function saveAudit(
  connection: Connection,
  sourceId: string,
  audit: Omit<AuditView, 'id'>,
): Promise<AuditView> {
  const id = newId();
  const missing = audit.missing.slice(0, MOST_LISTED);
  await connection('source_audits').insert({
    id,
    source_id: sourceId,
    from_at: audit.from,
    to_at: audit.to,
    held_count: audit.heldCount,
    missing: JSON.stringify(missing),
    brought_count: audit.broughtCount,
    error_code: audit.error?.code ?? null,
    error: audit.error?.message ?? null,
    ran_at: audit.ranAt,
  });
  return { id, ...audit, missing };
}

interface AuditRow {
  id: string;
  from_at: Date | string;
  to_at: Date | string;
  held_count: number;
  missing: AuditView['missing'];
  brought_count: number;
  error_code: string | null;
  error: string | null;
  ran_at: Date | string;
}

/** A row as screens show it. */
export function toAuditView(row: AuditRow): AuditView {
  return {
    id: row.id,
    from: new Date(row.from_at).toISOString(),
    to: new Date(row.to_at).toISOString(),
    heldCount: row.held_count,
    missing: row.missing,
    broughtCount: row.brought_count,
    error: row.error_code ? { code: row.error_code, message: row.error ?? '' } : null,
    ranAt: new Date(row.ran_at).toISOString(),
  };
}

/** Removes the audits that nobody looks at any more. */
export async function forgetAudits(connection: Connection, before: string): Promise<void> {
  await connection('source_audits').where('ran_at', '<', before).delete();
}
