import type { Connection } from './connect.ts';
import { newId } from './new-id.ts';

export interface ItemEnd {
  sourceId: string;
  externalId: string;
  state: 'parked' | 'ignored' | 'repeated' | 'linked' | 'kept';
  reason: string | null;
  errorCode?: string;
  errorDetail?: string;
  contentSha256: Buffer | null;
  rawSha256: Buffer | null;
  ticketId?: string | null;
  now: string;
}

/** Records an item that becomes no message: parked with its error, ignored with its reason, or seen before. */
export async function recordItem(connection: Connection, item: ItemEnd): Promise<void> {
  await connection('inbound_items')
    .insert({
      id: newId(),
      source_id: item.sourceId,
      external_id: item.externalId,
      state: item.state,
      reason: item.reason,
      error_code: item.errorCode ?? null,
      error_detail: item.errorDetail ?? null,
      content_sha256: item.contentSha256,
      raw_sha256: item.rawSha256,
      ticket_id: item.ticketId ?? null,
      received_at: item.now,
    })
    .onConflict(['source_id', 'external_id'])
    .ignore();
}

/** Which of these external ids the source has delivered before. */
export async function knownExternalIds(
  connection: Connection,
  sourceId: string,
  externalIds: string[],
): Promise<Set<string>> {
  const rows = await connection('inbound_items')
    .where({ source_id: sourceId })
    .whereIn('external_id', externalIds)
    .pluck<string[]>('external_id');
  return new Set(rows);
}

/** Content hashes that this source has delivered under another external id with this beginning excluded. */
export async function knownContents(
  connection: Connection,
  sourceId: string,
  hashes: Buffer[],
): Promise<Map<string, string[]>> {
  const rows = await connection('inbound_items')
    .where({ source_id: sourceId })
    .whereIn('content_sha256', hashes)
    .select<{ external_id: string; content_sha256: Buffer }[]>('external_id', 'content_sha256');
  const found = new Map<string, string[]>();
  for (const row of rows) {
    const hash = row.content_sha256.toString('hex');
    found.set(hash, [...(found.get(hash) ?? []), row.external_id]);
  }
  return found;
}
