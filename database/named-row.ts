import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';
import { lockName } from './lock-name.ts';

export type NamedTable =
  | 'attribute_definitions'
  | 'calendars'
  | 'statuses'
  | 'priorities'
  | 'representatives'
  | 'teams'
  | 'senders';

/** Whether a text is the id of a row rather than a name. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** The one of these that an id or name means, in whatever spelling. @throws DeskError NOT_FOUND telling the names there are */
export function pickNamed<Row extends { id: string; name: string }>(
  rows: readonly Row[],
  noun: string,
  idOrName: string,
): Row {
  const wanted = fold(idOrName.trim());
  const found = rows.find(({ id, name }) => id === idOrName || fold(name) === wanted);
  if (found) return found;
  const names = rows.slice(0, 30).map(({ name }) => name);
  throw new DeskError('NOT_FOUND', `there is no ${noun} ${idOrName}; there are ${names.join(', ') || 'none'}`);
}

/** A name in the form it is stored. @throws DeskError INVALID_INPUT when it is empty, too long or taken */
export async function freeName(
  connection: Connection,
  wish: { table: NamedTable; noun: string; id: string | null; name: string },
): Promise<{ name: string; name_folded: string }> {
  const name = wish.name.replace(/\s+/gu, ' ').trim();
  if (name === '' || name.length > 100 || /\p{Cc}/u.test(name)) {
    throw new DeskError('INVALID_INPUT', `a ${wish.noun} needs a name of 1 to 100 characters on one line`);
  }
  const folded = fold(name);
  await lockName(connection, wish.table, folded);
  const taken = await connection(wish.table).where({ name_folded: folded }).first<{ id: string } | undefined>('id');
  if (taken && taken.id !== wish.id)
    throw new DeskError('INVALID_INPUT', `there is a ${wish.noun} named ${name} already`);
  return { name, name_folded: folded };
}

/** How many tickets hold a reference, said as 1001 when more than a thousand do. */
export async function countTickets(
  connection: Connection,
  column: 'status_id' | 'priority_id' | 'representative_id' | 'team_id',
  id: string,
): Promise<number> {
  const some = connection('tickets').where(`tickets.${column}`, id).limit(1001).select(connection.raw('1')).as('found');
  const row = await connection.from(some).count<{ count: string }[]>({ count: '*' }).first();
  return Number(row?.count ?? 0);
}

/** "1 ticket", "12 tickets", "more than 1000 tickets". */
export function sayTickets(count: number): string {
  if (count > 1000) return 'more than 1000 tickets';
  return count === 1 ? '1 ticket' : `${count} tickets`;
}
