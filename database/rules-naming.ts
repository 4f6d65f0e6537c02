import type { Connection } from './connect.ts';

/** Numbers of the redirection rules that have a representative or team as a recipient. */
export async function rulesNaming(connection: Connection, recipientId: string): Promise<number[]> {
  const { rows } = await connection.raw<{ rows: { position: number }[] }>(
    `SELECT r.position FROM redirection_rules r
       JOIN redirection_rule_versions v ON v.rule_id = r.id AND v.version = r.version
     WHERE r.removed_at IS NULL AND v.recipients @> jsonb_build_array(jsonb_build_object('id', ?::text))
     ORDER BY r.position`,
    [recipientId],
  );
  return rows.map(({ position }) => position);
}
