import type { Database } from '../database/connect.ts';
import { pendingMigrations } from '../database/pending-migrations.ts';
import { DeskError } from '../domain/errors.ts';
import { ok, problem, type Finding } from './doctor.ts';

/** Whether PostgreSQL answers and its schema is this program's. */
export async function examineDatabase(database: Database): Promise<{ findings: Finding[]; isUsable: boolean }> {
  let pending: string[];
  try {
    pending = await pendingMigrations(database);
  } catch (cause) {
    const message =
      cause instanceof Error ? cause.message || String((cause as { code?: unknown }).code) : String(cause);
    return {
      findings: [problem('database', new DeskError('DATABASE_UNREACHABLE', message, { cause }))],
      isUsable: false,
    };
  }
  const findings = [ok('database', 'PostgreSQL answers')];
  if (pending.length === 0) return { findings: [...findings, ok('schema', 'is up to date')], isUsable: true };
  findings.push(problem('schema', new DeskError('SCHEMA_BEHIND', `${pending.join(', ')} did not run yet`)));
  return { findings, isUsable: false };
}
