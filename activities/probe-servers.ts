import { connect as connectSocket } from 'node:net';
import type { Logger } from 'pino';
import type { Database } from '../database/connect.ts';
import { listMailServers, noteReachability, type MailServer } from '../database/mail-servers.ts';

const TIMEOUT_MILLISECONDS = 2000;

/**
 * Knocks at the mail servers of all sources and senders that are on. A poll or a delivery would find a dead one too, but
 * only when its turn comes; an operator is to see it within five seconds.
 */
export async function probeServers({ database, log }: { database: Database; log: Logger }): Promise<void> {
  const servers = await listMailServers(database);
  await Promise.all(
    servers.map(async (server) => {
      const isReachable = await knock(server);
      if (isReachable === !server.isUnreachable) return;
      log.info({ kind: server.kind, id: server.id, isReachable }, 'a mail server changed its reachability');
      await noteReachability(database, { server, isReachable, now: new Date().toISOString() });
    }),
  );
}

/** Whether the server takes a connection; nothing is said on it. */
function knock({ host, port }: MailServer): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connectSocket({ host, port, timeout: TIMEOUT_MILLISECONDS });
    const end = (isReachable: boolean) => {
      socket.destroy();
      resolve(isReachable);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(false));
    socket.once('error', () => end(false));
  });
}
