import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Connection } from './connect.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);
const CHUNK_BYTES = 256 * 1024;

/** Keeps a raw item once, compressed, known by the hash of its bytes. @returns the hash */
export async function keepRaw(connection: Connection, raw: Buffer, sha256 = hashOf(raw)): Promise<Buffer> {
  await connection('raw_items')
    .insert({ sha256, size: raw.length, compressed: await compress(raw) })
    .onConflict('sha256')
    .ignore();
  return sha256;
}

/** The raw bytes, or null when a purge took them. */
export async function readRaw(connection: Connection, sha256: Buffer): Promise<Buffer | null> {
  const row = await connection('raw_items').where({ sha256 }).first<{ compressed: Buffer } | undefined>('compressed');
  return row ? decompress(row.compressed) : null;
}

/** Keeps a file once, in chunks, known by the hash of its bytes. @returns the hash */
export async function keepFile(connection: Connection, content: Buffer): Promise<Buffer> {
  const sha256 = hashOf(content);
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

/** A file's bytes, chunk by chunk: never the whole of it in memory. */
export async function* streamFile(connection: Connection, sha256: Buffer): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const row = await connection('file_chunks').where({ sha256, position }).first<{ bytes: Buffer } | undefined>('bytes');
    if (!row) return;
    yield row.bytes;
  }
}

export function hashOf(bytes: Buffer | string): Buffer {
  return createHash('sha256').update(bytes).digest();
}
