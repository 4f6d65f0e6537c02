import type { Connection } from './connect.ts';

/** A mail server that a source fetches from or a sender sends through. */
export interface MailServer {
  kind: 'source' | 'sender';
  id: string;
  host: string;
  port: number;
  /** Whether it stands as unreachable at the moment. */
  isUnreachable: boolean;
}

/** The servers of everything that is switched on. */
export async function listMailServers(connection: Connection): Promise<MailServer[]> {
  const { rows } = await connection.raw<{ rows: MailServer[] }>(
    `SELECT 'source' AS kind, id, settings ->> 'host' AS host, coalesce((settings ->> 'port')::int, 993) AS port,
       coalesce(last_error LIKE '% does not answer', false) AS "isUnreachable"
     FROM sources WHERE channel = 'email' AND is_on AND removed_at IS NULL AND settings ? 'host'
     UNION ALL
     SELECT 'sender', id, settings ->> 'host', coalesce((settings ->> 'port')::int, 465),
       coalesce(last_error LIKE '% does not answer', false)
     FROM senders WHERE is_on AND removed_at IS NULL`.replace('settings ? ', 'settings \\? '),
  );
  return rows;
}

/** Writes down that a server went away or came back; another error that stands there is left alone. */
export async function noteReachability(
  connection: Connection,
  note: { server: MailServer; isReachable: boolean; now: string },
): Promise<void> {
  const { server, isReachable, now } = note;
  const row = connection(server.kind === 'source' ? 'sources' : 'senders').where({ id: server.id });
  if (isReachable) {
    // Only what was noted here: a port that answers mends no certificate.
    await row.where({ last_error: unreachable(server) }).update({ last_error_code: null, last_error: null });
    return;
  }
  await row.update({
    last_error_code: 'MAIL_UNREACHABLE',
    last_error: unreachable(server),
    last_error_at: now,
  });
}

function unreachable({ host, port }: MailServer): string {
  return `${host}:${port} does not answer`;
}
