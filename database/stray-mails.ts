import type { Knex } from 'knex';
import type { Connection } from './connect.ts';
import { readRaw } from './files.ts';

/** Raw mails that are looked through at a time. */
const PAGE = 100;

interface Stray {
  id: string;
  raw_sha256: Buffer;
  channel: string;
}

/** What a person is known by in raw bytes. */
export interface KnownBy {
  /** In lower case. */
  addresses: readonly string[];
  /** At platforms. */
  accounts: readonly { channel: string; id: string }[];
}

/**
 * What became no message of any ticket, parked or ignored, and names one of these: a mail of theirs, a bounce that tells
 * of them, a comment that could not be read.
 * @returns ids of inbound items
 */
export async function findStrayMails(connection: Connection, { addresses, accounts }: KnownBy): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  while (addresses.length + accounts.length > 0) {
    const page: Stray[] = await strays(connection, after);
    for (const { id, raw_sha256, channel } of page) {
      const raw = (await readRaw(connection, raw_sha256))?.toString('latin1').toLowerCase() ?? '';
      const isTheirs = accounts.some((account) => account.channel === channel && namesAccount(raw, account.id));
      if (isTheirs || addresses.some((address) => raw.includes(address))) found.push(id);
    }
    after = page.at(-1)?.id ?? null;
    if (page.length < PAGE) break;
  }
  return found;
}

/** The id, and no longer one that contains it. */
function namesAccount(raw: string, id: string): boolean {
  const parts = raw.split(id.toLowerCase());
  return parts.slice(1).some((after, index) => !/\w$/.test(parts[index]!) && !/^\w/.test(after));
}

function strays(connection: Connection, after: string | null): Promise<Stray[]> {
  const rows = connection('inbound_items')
    .join('sources', 'sources.id', 'inbound_items.source_id')
    .where({ ticket_id: null })
    .whereNotNull('raw_sha256')
    .orderBy('inbound_items.id')
    .limit(PAGE)
    .select<Stray[]>('inbound_items.id', 'raw_sha256', 'sources.channel');
  return (after === null ? rows : rows.where('inbound_items.id', '>', after)) as Promise<Stray[]>;
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

/** Removes items that give way to what they become now, with their bytes. @returns how many there were */
export async function removeItems(transaction: Connection, items: Knex.QueryBuilder): Promise<number> {
  const removed = await items.delete().returning<{ raw_sha256: Buffer | null }[]>('raw_sha256');
  const raws = removed.flatMap(({ raw_sha256 }) => raw_sha256 ?? []);
  if (raws.length > 0) await dropUnheldRaws(transaction, raws);
  return removed.length;
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
