import type { Actor } from '../domain/actor.ts';
import { checkColor } from '../domain/colors.ts';
import type { Priority } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { countTickets, freeName, pickNamed, sayTickets } from './named-row.ts';
import { newId } from './new-id.ts';

/** Priorities, the lowest first. */
export async function listPriorities(connection: Connection): Promise<Priority[]> {
  return connection('priorities')
    .orderBy(['rank', 'name'])
    .select<Priority[]>({ id: 'id', name: 'name', rank: 'rank', color: 'color', isDefault: 'is_default' });
}

/** @throws DeskError NOT_FOUND */
export async function findPriority(connection: Connection, idOrName: string): Promise<Priority> {
  return pickNamed(await listPriorities(connection), 'priority', idOrName);
}

export interface PrioritySave {
  /** Null for a new one. */
  id: string | null;
  name: string;
  color: string;
  /** Greater is more urgent; a new one is the most urgent by default. */
  rank?: number;
  /** Whether new tickets get it. Only ever set: choose another to take it away. */
  isDefault?: boolean;
  actor: Actor;
  now: string;
}

/** @returns its id. @throws DeskError INVALID_INPUT */
export async function savePriority(database: Database, save: PrioritySave): Promise<string> {
  checkColor(save.color);
  return database.transaction(async (transaction) => {
    const all = await listPriorities(transaction);
    const known = save.id === null ? null : pickNamed(all, 'priority', save.id);
    const id = known?.id ?? newId();
    const isDefault = save.isDefault || known?.isDefault || all.length === 0;
    if (isDefault) await transaction('priorities').update({ is_default: false });
    const row = {
      ...(await freeName(transaction, { table: 'priorities', noun: 'priority', id, name: save.name })),
      color: save.color,
      rank: save.rank ?? known?.rank ?? Math.max(0, ...all.map(({ rank }) => rank)) + 1,
      is_default: isDefault,
    };
    await transaction('priorities')
      .insert({ id, ...row })
      .onConflict('id')
      .merge();
    await writeAudit(transaction, {
      actor: save.actor,
      action: 'priority.saved',
      subject: id,
      data: { name: row.name },
      now: save.now,
    });
    return id;
  });
}

/** @throws DeskError REFUSED when tickets have it, or when it is what new tickets get */
export async function removePriority(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  const { id, actor, now } = change;
  await database.transaction(async (transaction) => {
    const priority = await findPriority(transaction, id);
    const count = await countTickets(transaction, 'priority_id', priority.id);
    if (count > 0)
      throw new DeskError('REFUSED', `${sayTickets(count)} of priority ${priority.name} exist: it cannot be removed`, {
        details: { tickets: count },
      });
    if (priority.isDefault) {
      throw new DeskError(
        'REFUSED',
        `${priority.name} is what new tickets get; make another priority the default first`,
      );
    }
    await transaction('priorities').where({ id: priority.id }).delete();
    await writeAudit(transaction, {
      actor,
      action: 'priority.removed',
      subject: priority.id,
      data: { name: priority.name },
      now,
    });
  });
}
