import { fold } from '../domain/fold.ts';
import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';

const statuses = [
  { name: 'New', category: 'new', color: 'orange' },
  { name: 'Open', category: 'open', color: 'blue' },
  { name: 'Pending', category: 'waiting', color: 'yellow' },
  { name: 'Solved', category: 'solved', color: 'green' },
  { name: 'Spam', category: 'spam', color: 'grey' },
];

const priorities = [
  { name: 'low', rank: 1, color: 'grey' },
  { name: 'normal', rank: 2, color: 'blue' },
  { name: 'high', rank: 3, color: 'orange' },
  { name: 'urgent', rank: 4, color: 'red' },
];

/** Gives an empty desk the statuses and priorities to begin with, and the source of tickets typed in. Safe to repeat. */
export async function seedDesk(connection: Connection, now: string): Promise<void> {
  if (!(await connection('statuses').first('id'))) {
    await connection('statuses').insert(
      statuses.map((status, position) => ({ id: newId(), ...status, name_folded: fold(status.name), position: position + 1, is_default: true })),
    );
  }
  if (!(await connection('priorities').first('id'))) {
    await connection('priorities').insert(
      priorities.map((priority) => ({ id: newId(), ...priority, name_folded: fold(priority.name), is_default: priority.name === 'normal' })),
    );
  }
  if (!(await connection('sources').where({ channel: 'manual' }).first('id'))) {
    await connection('sources').insert({
      id: newId(),
      channel: 'manual',
      name: 'Typed in',
      name_folded: fold('Typed in'),
      settings: '{}',
      created_at: now,
    });
  }
}
