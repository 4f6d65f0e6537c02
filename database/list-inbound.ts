import type { Knex } from 'knex';
import { DeskError } from '../domain/errors.ts';
import type { Connection } from './connect.ts';
import { readRaw } from './files.ts';
import { isId } from './named-row.ts';

export const inboundStates = ['taken', 'parked', 'ignored', 'repeated', 'linked'] as const;
export type InboundState = (typeof inboundStates)[number];

/** What a source delivered and what became of it. Times are ISO. */
export interface InboundView {
  id: string;
  sourceId: string;
  source: string;
  externalId: string;
  state: InboundState;
  reason: string | null;
  errorCode: string | null;
  errorDetail: string | null;
  ticketNumber: number | null;
  /** Bytes of the raw item; null when it is not kept (any more). */
  size: number | null;
  sentAt: string | null;
  receivedAt: string;
}

export interface InboundQuery {
  sourceId?: string;
  state?: InboundState;
  limit: number;
  /** The last item of the page before. */
  after?: { receivedAt: string; id: string };
}

/** Inbound items, newest first. */
export async function listInbound(connection: Connection, query: InboundQuery): Promise<InboundView[]> {
  const rows = readItems(connection).limit(Math.max(1, Math.min(query.limit, 500)));
  if (query.sourceId) void rows.where('inbound_items.source_id', query.sourceId);
  if (query.state) void rows.where('inbound_items.state', query.state);
  if (query.after) {
    void rows.whereRaw('(inbound_items.received_at, inbound_items.id) < (?::timestamptz, ?::uuid)', [
      query.after.receivedAt,
      query.after.id,
    ]);
  }
  return (await rows).map(toView);
}

/** @throws DeskError NOT_FOUND */
export async function showInbound(connection: Connection, itemId: string): Promise<InboundView> {
  const [row] = isId(itemId) ? await readItems(connection).where('inbound_items.id', itemId) : [];
  if (!row) throw new DeskError('NOT_FOUND', `there is no inbound item ${itemId}`);
  return toView(row);
}

/** The raw item as it was delivered. @throws DeskError NOT_FOUND when it is not kept (any more) */
export async function readInboundRaw(connection: Connection, itemId: string): Promise<Buffer> {
  const row = isId(itemId)
    ? await connection('inbound_items')
        .where({ id: itemId })
        .first<{ raw_sha256: Buffer | null } | undefined>('raw_sha256')
    : undefined;
  const raw = row?.raw_sha256 ? await readRaw(connection, row.raw_sha256) : null;
  if (!raw)
    throw new DeskError(
      'NOT_FOUND',
      row ? `the raw item of ${itemId} is not kept` : `there is no inbound item ${itemId}`,
    );
  return raw;
}

type Row = Omit<InboundView, 'sentAt' | 'receivedAt'> & { sentAt: Date | null; receivedAt: Date };

function readItems(connection: Connection): Knex.QueryBuilder<object, Row[]> {
  return connection('inbound_items')
    .join('sources', 'sources.id', 'inbound_items.source_id')
    .leftJoin('tickets', 'tickets.id', 'inbound_items.ticket_id')
    .leftJoin('raw_items', 'raw_items.sha256', 'inbound_items.raw_sha256')
    .orderBy([
      { column: 'inbound_items.received_at', order: 'desc' },
      { column: 'inbound_items.id', order: 'desc' },
    ])
    .select({
      id: 'inbound_items.id',
      sourceId: 'inbound_items.source_id',
      source: 'sources.name',
      externalId: 'inbound_items.external_id',
      state: 'inbound_items.state',
      reason: 'inbound_items.reason',
      errorCode: 'inbound_items.error_code',
      errorDetail: 'inbound_items.error_detail',
      ticketNumber: 'tickets.number',
      size: 'raw_items.size',
      sentAt: 'inbound_items.sent_at',
      receivedAt: 'inbound_items.received_at',
    }) as Knex.QueryBuilder<object, Row[]>;
}

function toView(row: Row): InboundView {
  return { ...row, sentAt: row.sentAt?.toISOString() ?? null, receivedAt: row.receivedAt.toISOString() };
}
