import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';

const statuses = [
  { name: 'New', category: 'new', color: 'blue' },
  { name: 'Open', category: 'open', color: 'green' },
  { name: 'Pending', category: 'waiting', color: 'yellow' },
  { name: 'Solved', category: 'solved', color: 'grey' },
  { name: 'Spam', category: 'spam', color: 'red' },
];
const priorities = [
  { name: 'low', color: 'grey' },
  { name: 'normal', color: 'blue' },
  { name: 'high', color: 'orange' },
  { name: 'urgent', color: 'red' },
];

/** Gives an empty desk what no desk can do without. What is there already stays as its owner made it. */
export async function seedDesk(connection: Connection, now: string): Promise<void> {
  await connection.transaction(async (transaction) => {
    await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 2))', ['seed']);
    if (!(await transaction('statuses').first('id'))) await transaction('statuses').insert(statuses.map(statusRow));
    if (!(await transaction('priorities').first('id')))
      await transaction('priorities').insert(priorities.map(priorityRow));
    if (await transaction('sources').where({ channel: 'manual', removed_at: null }).first('id')) return;
    const name = 'Typed in';
    await transaction('sources').insert({
      id: newId(),
      channel: 'manual',
      name,
      name_folded: fold(name),
      settings: '{}',
      created_at: now,
    });
    // PostgreSQL never analyses tables of a few rows by itself, and plans for thousands until somebody does.
    await transaction.raw('ANALYZE statuses, priorities, sources');
  });
}

function statusRow(status: (typeof statuses)[number], position: number) {
  return { id: newId(), ...status, name_folded: fold(status.name), position: position + 1, is_default: true };
}

function priorityRow(priority: (typeof priorities)[number], index: number) {
  return {
    id: newId(),
    ...priority,
    name_folded: fold(priority.name),
    rank: index + 1,
    is_default: priority.name === 'normal',
  };
}
