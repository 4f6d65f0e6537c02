import type { Connection } from './connect.ts';
import { readRaw } from './files.ts';

/** Raw mails that are looked through at a time. */
const PAGE = 100;

interface Stray {
  id: string;
  raw_sha256: Buffer;
}

/**
 * Mails that became no message of any ticket, parked or ignored, and name one of these addresses: theirs, or a bounce
 * that tells of them.
 * @param addresses in lower case
 * @returns ids of inbound items
 */
export async function findStrayMails(connection: Connection, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  while (addresses.length > 0) {
    const page: Stray[] = await strays(connection, after);
    for (const { id, raw_sha256 } of page) {
      const raw = (await readRaw(connection, raw_sha256))?.toString('latin1').toLowerCase() ?? '';
      if (addresses.some((address) => raw.includes(address))) found.push(id);
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  return found;
}

function strays(connection: Connection, after: string | null): Promise<Stray[]> {
  const rows = connection('inbound_items')
    .where({ ticket_id: null })
    .whereNotNull('raw_sha256')
    .orderBy('id')
    .limit(PAGE)
    .select<Stray[]>('id', 'raw_sha256');
  return (after === null ? rows : rows.where('id', '>', after)) as Promise<Stray[]>;
}

/** Takes such mails away. Their items stay, so that the source does not bring them again. */
export async function forgetStrayMails(transaction: Connection, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const raws = await transaction('inbound_items')
    .whereIn('id', ids)
    .where({ ticket_id: null })
    .whereNotNull('raw_sha256')
    .pluck<Buffer[]>('raw_sha256');
  await transaction('inbound_items')
    .whereIn('id', ids)
    .where({ ticket_id: null })
    .update({ state: 'ignored', reason: 'erased', raw_sha256: null, error_detail: null });
  await dropUnheldRaws(transaction, raws);
}

/** Raw mails that nothing names any more. */
export async function dropUnheldRaws(transaction: Connection, raws: readonly Buffer[]): Promise<void> {
  await transaction.raw(
    `DELETE FROM raw_items WHERE sha256 = ANY (?)
       AND NOT EXISTS (SELECT 1 FROM messages WHERE messages.raw_sha256 = raw_items.sha256)
       AND NOT EXISTS (SELECT 1 FROM inbound_items WHERE inbound_items.raw_sha256 = raw_items.sha256)`,
    [[...raws]],
  );
}
