import { createHash, randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHUNK_BYTES, type FileInPieces } from '../../database/files.ts';

/** A file that was sent, kept aside until the post is accepted. */
export interface SpooledFile extends FileInPieces {
  /** Larger than allowed: the bytes beyond were thrown away. */
  isTooLarge: boolean;
  release(): Promise<void>;
}

/**
 * Keeps a file aside as it comes in: up to one chunk in memory, more in a file without a name, which is gone with this
 * process however that ends.
 */
export async function spool(incoming: AsyncIterable<Buffer>, mostBytes: number): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let small: Buffer[] = [];
  let large: FileHandle | null = null;
  let size = 0;
  let isTooLarge = false;
  try {
    for await (const bytes of incoming) {
      isTooLarge ||= size + bytes.length > mostBytes;
      // The rest is read all the same: behind it stands what else the visitor typed.
      if (isTooLarge) continue;
      size += bytes.length;
      hash.update(bytes);
      if (!large && size <= CHUNK_BYTES) {
        small.push(bytes);
        continue;
      }
      large ??= await namelessFile();
      await writeAll(large, [...small, bytes]);
      small = [];
    }
  } catch (error) {
    await large?.close();
    throw error;
  }
  const handle = large;
  return {
    sha256: hash.digest(),
    size,
    isTooLarge,
    pieces: () => (handle ? readPieces(handle) : inMemory(Buffer.concat(small))),
    release: async () => handle?.close(),
  };
}

async function namelessFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `deskhand-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await unlink(path);
  return handle;
}

async function writeAll(handle: FileHandle, pieces: Buffer[]): Promise<void> {
  for (const piece of pieces) await handle.writeFile(piece);
}

async function* readPieces(handle: FileHandle): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += CHUNK_BYTES) {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
    if (bytesRead < CHUNK_BYTES) return;
  }
}

async function* inMemory(bytes: Buffer): AsyncGenerator<Buffer> {
  if (bytes.length > 0) yield bytes;
}
