import { standardSettings, type Desk } from '../domain/desk.ts';
import type { Connection } from './connect.ts';
import { runPrepared } from './run-prepared.ts';

/** A row of what decisions may know of the desk, to be asked for alone or beside other columns. */
export const deskColumns = `
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'category', category, 'color', color,
      'position', position, 'isDefault', is_default) ORDER BY position, name), '[]') FROM statuses) AS statuses,
  (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'rank', rank, 'color', color,
      'isDefault', is_default) ORDER BY rank), '[]') FROM priorities) AS priorities,
  (SELECT coalesce(json_object_agg(name, value), '{}') FROM settings) AS settings`;

export interface DeskRow {
  statuses: Desk['statuses'];
  priorities: Desk['priorities'];
  settings: object;
}

/** What decisions may know of the desk, in one statement. */
export async function loadDesk(connection: Connection): Promise<Desk> {
  const rows = await runPrepared<DeskRow>(connection, `SELECT ${deskColumns}`, []);
  return toDesk(rows[0]!);
}

export function toDesk(row: DeskRow): Desk {
  return { statuses: row.statuses, priorities: row.priorities, settings: { ...standardSettings, ...row.settings } };
}
