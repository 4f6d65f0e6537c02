import type { Actor } from '../domain/actor.ts';
import { checkColor } from '../domain/colors.ts';
import type { Status } from '../domain/desk.ts';
import { DeskError } from '../domain/errors.ts';
import { categories, type Category } from '../domain/ticket.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { countTickets, freeName, pickNamed, sayTickets } from './named-row.ts';
import { newId } from './new-id.ts';

/** Statuses in the owner's order. */
export async function listStatuses(connection: Connection): Promise<Status[]> {
  return connection('statuses').orderBy(['position', 'name']).select<Status[]>({
    id: 'id',
    name: 'name',
    category: 'category',
    color: 'color',
    position: 'position',
    isDefault: 'is_default',
  });
}

/** @throws DeskError NOT_FOUND */
export async function findStatus(connection: Connection, idOrName: string): Promise<Status> {
  return pickNamed(await listStatuses(connection), 'status', idOrName);
}

export interface StatusSave {
  /** Null for a new one. */
  id: string | null;
  name: string;
  category: Category;
  color: string;
  /** Its place in the list; a new one goes to the end by default. */
  position?: number;
  /** Whether tickets get it when only the category is known. Only ever set: choose another to take it away. */
  isDefault?: boolean;
  actor: Actor;
  now: string;
}

/** @returns its id. @throws DeskError INVALID_INPUT, or REFUSED for another category of a status in use */
export async function saveStatus(database: Database, save: StatusSave): Promise<string> {
  if (!categories.includes(save.category)) {
    throw new DeskError('INVALID_INPUT', `there is no category ${save.category}; there are ${categories.join(', ')}`);
  }
  checkColor(save.color);
  return database.transaction(async (transaction) => {
    const all = await listStatuses(transaction);
    const known = save.id === null ? null : pickNamed(all, 'status', save.id);
    if (known && known.category !== save.category) {
      await refuseWhenInUse(transaction, known, 'keeps its category');
      refuseLast(all, known);
    }
    const id = known?.id ?? newId();
    const isFirst = !all.some((status) => status.category === save.category && status.id !== id);
    const isDefault = save.isDefault || isFirst || (known?.isDefault === true && known.category === save.category);
    if (isDefault) await transaction('statuses').where({ category: save.category }).update({ is_default: false });
    const row = {
      ...(await freeName(transaction, { table: 'statuses', noun: 'status', id, name: save.name })),
      category: save.category,
      color: save.color,
      position: save.position ?? known?.position ?? Math.max(0, ...all.map(({ position }) => position)) + 1,
      is_default: isDefault,
    };
    await transaction('statuses')
      .insert({ id, ...row })
      .onConflict('id')
      .merge();
    await writeAudit(transaction, {
      actor: save.actor,
      action: 'status.saved',
      subject: id,
      data: { name: row.name },
      now: save.now,
    });
    return id;
  });
}

/** @throws DeskError REFUSED when tickets have it, or when it is the last of a category that tickets need */
export async function removeStatus(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  await database.transaction(async (transaction) => {
    const all = await listStatuses(transaction);
    const status = pickNamed(all, 'status', change.id);
    await refuseWhenInUse(transaction, status, 'cannot be removed');
    const next = refuseLast(all, status);
    await transaction('statuses').where({ id: status.id }).delete();
    if (status.isDefault && next) await transaction('statuses').where({ id: next.id }).update({ is_default: true });
    const { actor, now } = change;
    await writeAudit(transaction, {
      actor,
      action: 'status.removed',
      subject: status.id,
      data: { name: status.name },
      now,
    });
  });
}

/** The desk itself opens tickets and opens them again. @returns another status of the category */
function refuseLast(all: readonly Status[], status: Status): Status | undefined {
  const next = all.find(({ category, id }) => category === status.category && id !== status.id);
  if (!next && (status.category === 'new' || status.category === 'open')) {
    throw new DeskError(
      'REFUSED',
      `${status.name} is the last status of category ${status.category}; add another one first`,
    );
  }
  return next;
}

async function refuseWhenInUse(connection: Connection, status: Status, what: string): Promise<void> {
  const count = await countTickets(connection, 'status_id', status.id);
  if (count > 0)
    throw new DeskError('REFUSED', `${sayTickets(count)} ${count === 1 ? 'is' : 'are'} ${status.name}: it ${what}`, {
      details: { tickets: count },
    });
}
