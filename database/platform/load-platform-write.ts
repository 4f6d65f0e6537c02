import { theDesk, type Actor } from '../../domain/actor.ts';
import type { PlatformWrite, WriteAct } from '../../domain/platform/platform-write.ts';
import type { Connection } from '../connect.ts';
import { findSource, type Source } from '../sources.ts';

/** Everything that an attempt at a platform needs. */
export interface OutgoingWrite {
  /** The ticket's or, when that was removed, the one that has its account now. Null when there is none. */
  source: Source | null;
  sourceId: string;
  write: PlatformWrite;
  by: Actor;
  /** An earlier attempt may have done it: asking comes before doing. */
  mayHaveHappened: boolean;
}

interface Row {
  sourceId: string;
  isRemoved: boolean;
  data: { act: WriteAct; itemId: string; placeId?: string | null; by?: Actor };
  text: string | null;
  author: Actor | null;
  plannedAt: Date;
  receipt: { id?: string | null; bounced?: boolean; mayHaveHappened?: boolean } | null;
  takenIds: string[];
}

/** Reads what a claimed delivery does at its platform. @returns null when a purge took it */
export async function loadPlatformWrite(connection: Connection, deliveryId: string): Promise<OutgoingWrite | null> {
  const { rows } = await connection.raw<{ rows: Row[] }>(
    `SELECT coalesce(next.id, s.id) AS "sourceId", s.removed_at IS NOT NULL AND next.id IS NULL AS "isRemoved", d.data, m.text, m.author, d.planned_at AS "plannedAt",
       d.receipt,
       ARRAY(SELECT o.receipt ->> 'id' FROM deliveries o JOIN tickets ot ON ot.id = o.ticket_id
         WHERE o.data ->> 'itemId' = d.data ->> 'itemId' AND o.kind IN ('public-reply', 'private-reply', 'moderation')
           AND o.id <> d.id AND ot.source_id = t.source_id AND o.receipt ->> 'id' IS NOT NULL) AS "takenIds"
     FROM deliveries d JOIN tickets t ON t.id = d.ticket_id JOIN sources s ON s.id = t.source_id
       LEFT JOIN sources next ON s.removed_at IS NOT NULL AND next.removed_at IS NULL
         AND next.channel = s.channel AND next.account_id = s.account_id
       LEFT JOIN messages m ON m.id = d.message_id
     WHERE d.id = ? AND t.purged_at IS NULL AND d.data ->> 'itemId' IS NOT NULL`,
    [deliveryId],
  );
  const row = rows[0];
  return row ? toOutgoing(connection, row) : null;
}

async function toOutgoing(connection: Connection, row: Row): Promise<OutgoingWrite> {
  const { act, itemId, placeId = null, by } = row.data;
  // One that a review refused is over: tried again it becomes another.
  const refusedIds = row.receipt?.bounced && row.receipt.id ? [row.receipt.id] : [];
  const takenIds = [...row.takenIds, ...refusedIds];
  return {
    source: row.isRemoved ? null : await findSource(connection, row.sourceId),
    sourceId: row.sourceId,
    write: { act, itemId, placeId, text: row.text, plannedAt: row.plannedAt.toISOString(), takenIds },
    by: by ?? row.author ?? theDesk,
    mayHaveHappened: row.receipt?.mayHaveHappened === true,
  };
}
