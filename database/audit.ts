import type { Actor } from '../domain/actor.ts';
import type { Connection } from './connect.ts';

/** Notes who changed a setting. Facts about tickets have their own events. */
export async function writeAudit(
  connection: Connection,
  entry: { actor: Actor; action: string; subject: string; data?: Record<string, unknown>; now: string },
): Promise<void> {
  await connection('audit').insert({
    at: entry.now,
    actor: JSON.stringify(entry.actor),
    action: entry.action,
    subject: entry.subject,
    data: JSON.stringify(entry.data ?? {}),
  });
}
