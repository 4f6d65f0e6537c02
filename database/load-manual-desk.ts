import type { Desk } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';
import { deskColumns, toDesk, type DeskRow } from './load-desk.ts';
import { runPrepared } from './run-prepared.ts';

export interface ManualDesk {
  desk: Desk;
  source: { id: string; tags: string[] };
}

/**
 * What a ticket typed in by an operator needs: the desk, and the source that such tickets belong to, made with the desk.
 * @throws DeskError NOT_FOUND without that source
 */
export async function loadManualDesk(connection: Connection): Promise<ManualDesk> {
  const rows = await runPrepared<DeskRow & { source: ManualDesk['source'] | null }>(
    connection,
    `SELECT ${deskColumns},
       (SELECT json_build_object('id', id, 'tags', tags) FROM sources WHERE channel = 'manual' AND removed_at IS NULL LIMIT 1) AS source`,
    [],
  );
  const { source, ...desk } = rows[0]!;
  if (!source) throw new DeskError('NOT_FOUND', 'the desk has no source for tickets typed in');
  return { desk: toDesk(desk), source };
}
