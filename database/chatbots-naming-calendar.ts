import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';

export interface CalendarUse {
  /** Of the chatbot. */
  name: string;
  version: number;
  use: 'published' | 'draft' | 'talks under way';
}

/** The versions of chatbots that ask a calendar: published, newest, or held by talks that have not ended. */
export async function chatbotsNamingCalendar(connection: Connection, calendarName: string): Promise<CalendarUse[]> {
  const { rows } = await connection.raw<{ rows: (CalendarUse & { calendar: string })[] }>(
    `SELECT DISTINCT designs.name, versions.version, asked.calendar,
       CASE WHEN versions.version = designs.published_version THEN 'published'
            WHEN versions.version = newest.version THEN 'draft' ELSE 'talks under way' END AS use
     FROM designs
       CROSS JOIN LATERAL (SELECT max(version) AS version FROM design_versions WHERE design_id = designs.id) AS newest
       JOIN design_versions AS versions ON versions.design_id = designs.id
       CROSS JOIN LATERAL (SELECT value #>> '{}' AS calendar
         FROM jsonb_path_query(versions.definition, :hours::jsonpath) AS value) AS asked
     WHERE designs.kind = 'chatbot' AND (
       (designs.removed_at IS NULL AND versions.version IN (designs.published_version, newest.version))
       OR EXISTS (SELECT 1 FROM conversations
         WHERE conversations.design_id = designs.id AND conversations.version = versions.version
           AND conversations.phase = 'active'))
     ORDER BY designs.name, versions.version`,
    { hours: '$.flows.*[*] ? (@.kind == "hours").calendar' },
  );
  return rows
    .filter(({ calendar }) => fold(calendar) === fold(calendarName))
    .map(({ name, version, use }) => ({ name, version, use }));
}
