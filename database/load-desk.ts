import { standardSettings, type Desk } from '../domain/desk.ts';
import type { Connection } from './connect.ts';

/** What decisions may know of the desk, in one statement. */
export async function loadDesk(connection: Connection): Promise<Desk> {
  const { rows } = await connection.raw<{ rows: { statuses: Desk['statuses']; priorities: Desk['priorities']; settings: object }[] }>(`
    SELECT
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'category', category, 'color', color,
          'position', position, 'isDefault', is_default) ORDER BY position, name), '[]') FROM statuses) AS statuses,
      (SELECT coalesce(json_agg(json_build_object('id', id, 'name', name, 'rank', rank, 'color', color,
          'isDefault', is_default) ORDER BY rank), '[]') FROM priorities) AS priorities,
      (SELECT coalesce(json_object_agg(name, value), '{}') FROM settings) AS settings
  `);
  const [found] = rows;
  if (!found) throw new Error('the desk could not be read');
  return { statuses: found.statuses, priorities: found.priorities, settings: { ...standardSettings, ...found.settings } };
}
