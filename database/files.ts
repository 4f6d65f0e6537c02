import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Connection } from './connect.ts';
import { runPrepared } from './run-prepared.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
/** A file is kept in chunks of so many bytes, the last one shorter. */
export const CHUNK_BYTES = 256 * 1024;

export interface RawItem {
  sha256: Buffer;
  size: number;
  compressed: Buffer;
}

/** Makes a raw item ready to be kept: done before a transaction, so that it is not held open meanwhile. */
export async function packRaw(raw: Buffer, sha256 = hashOf(raw)): Promise<RawItem> {
  return { sha256, size: raw.length, compressed: await compress(raw) };
}

/** Keeps raw items once each, known by the hash of their bytes; in one order, so that two batches never wait for each other. */
export async function keepRaws(connection: Connection, items: readonly RawItem[]): Promise<void> {
  if (items.length === 0) return;
  const sorted = items.toSorted((one, other) => one.sha256.compare(other.sha256));
  await runPrepared(
    connection,
    `INSERT INTO raw_items (sha256, size, compressed) SELECT * FROM unnest(?::bytea[], ?::int[], ?::bytea[])
     ON CONFLICT (sha256) DO NOTHING`,
    [
      sorted.map(({ sha256 }) => sha256),
      sorted.map(({ size }) => size),
      sorted.map(({ compressed }) => compressed),
    ] as never,
  );
}

/** The raw bytes, or null when a purge took them. */
export async function readRaw(connection: Connection, sha256: Buffer): Promise<Buffer | null> {
  const row = await connection('raw_items').where({ sha256 }).first<{ compressed: Buffer } | undefined>('compressed');
  return row ? decompress(row.compressed) : null;
}

/** Keeps a file once, in chunks, known by the hash of its bytes. @returns the hash */
export async function keepFile(connection: Connection, content: Buffer): Promise<Buffer> {
  const sha256 = hashOf(content);
  if (content.length > 0 && content.length <= CHUNK_BYTES) return keepSmallFile(connection, content, sha256);
  const inserted = await connection('files')
    .insert({ sha256, size: content.length, is_complete: false })
    .onConflict('sha256')
    .ignore()
    .returning('sha256');
  if (inserted.length === 0) {
    const known = await connection('files').where({ sha256 }).first<{ is_complete: boolean }>('is_complete');
    if (known?.is_complete) return sha256;
  }
  for (let position = 0; position * CHUNK_BYTES < content.length; position += 1) {
    const bytes = content.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES);
    await connection('file_chunks').insert({ sha256, position, bytes }).onConflict(['sha256', 'position']).ignore();
  }
  await connection('files').where({ sha256 }).update({ is_complete: true });
  return sha256;
}

/** Most files are one chunk: in one statement. */
async function keepSmallFile(connection: Connection, content: Buffer, sha256: Buffer): Promise<Buffer> {
  await runPrepared(
    connection,
    `WITH file AS (
       INSERT INTO files (sha256, size, is_complete) VALUES (:sha256, :size, true)
       ON CONFLICT (sha256) DO UPDATE SET is_complete = true WHERE NOT files.is_complete)
     INSERT INTO file_chunks (sha256, position, bytes) VALUES (:sha256, 0, :content) ON CONFLICT (sha256, position) DO NOTHING`,
    { sha256, size: content.length, content },
  );
  return sha256;
}

/** A file that is not in memory: its hash is known, its bytes come piece by piece. */
export interface FileInPieces {
  sha256: Buffer;
  size: number;
  pieces(): AsyncIterable<Buffer>;
}

/**
 * Keeps files once each, piece by piece, in the caller's transaction: they stay only if it commits, and no purge takes
 * them before. In one order, so that two that bring the same files never wait for each other.
 */
export async function keepFilesInPieces(transaction: Connection, files: readonly FileInPieces[]): Promise<void> {
  for (const file of files.toSorted((one, other) => one.sha256.compare(other.sha256))) {
    while (!(await keepInPieces(transaction, file)));
  }
}

/** @returns whether it is kept; a purge may take the one that was there at the very moment */
async function keepInPieces(transaction: Connection, { sha256, size, pieces }: FileInPieces): Promise<boolean> {
  await transaction('files').insert({ sha256, size, is_complete: false }).onConflict('sha256').ignore();
  const kept = await transaction('files')
    .where({ sha256 })
    .forShare()
    .first<{ is_complete: boolean } | undefined>('is_complete');
  if (!kept || kept.is_complete) return kept !== undefined;
  let position = 0;
  for await (const bytes of pieces()) {
    await transaction('file_chunks').insert({ sha256, position, bytes }).onConflict(['sha256', 'position']).ignore();
    position += 1;
  }
  await transaction('files').where({ sha256 }).update({ is_complete: true });
  return true;
}

/** A file's bytes, chunk by chunk: never the whole of it in memory. */
export async function* streamFile(connection: Connection, sha256: Buffer): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const row = await connection('file_chunks')
      .where({ sha256, position })
      .first<{ bytes: Buffer } | undefined>('bytes');
    if (!row) return;
    yield row.bytes;
  }
}

export function hashOf(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}
