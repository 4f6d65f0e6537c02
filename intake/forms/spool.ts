import { createHash, randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHUNK_BYTES, type FileInPieces } from '../../database/files.ts';

/** A file that was sent, kept aside until the post is accepted. */
export interface SpooledFile extends FileInPieces {
  /** Larger than allowed: the bytes beyond were thrown away. */
  isTooLarge: boolean;
  /** Why it could not be kept aside, such as a full disk; null when it was. */
  fault: unknown;
  release(): Promise<void>;
}

/**
 * Keeps a file aside as it comes in: up to one chunk in memory, more in a file without a name, which is gone with this
 * process however that ends.
 */
export async function spool(
  incoming: AsyncIterable<Buffer>,
  { mostBytes, folder = tmpdir() }: { mostBytes: number; folder?: string | undefined },
): Promise<SpooledFile> {
  const hash = createHash('sha256');
  let small: Buffer[] = [];
  let large: FileHandle | null = null;
  let size = 0;
  let isTooLarge = false;
  let fault: unknown = null;
  const keep = async (bytes: Buffer) => {
    size += bytes.length;
    hash.update(bytes);
    if (!large && size <= CHUNK_BYTES) return void small.push(bytes);
    large ??= await namelessFile(folder);
    await writeAll(large, [...small, bytes]);
    small = [];
  };
  try {
    for await (const bytes of incoming) {
      isTooLarge ||= size + bytes.length > mostBytes;
      // The rest is read all the same: behind it stands what else the visitor typed.
      if (isTooLarge || fault) continue;
      await keep(bytes).catch((error: unknown) => (fault = error));
    }
  } catch (error) {
    await closeFile(large);
    throw error;
  }
  const handle: FileHandle | null = large;
  return {
    sha256: hash.digest(),
    size,
    isTooLarge,
    fault,
    pieces: () => (handle ? readPieces(handle) : inMemory(Buffer.concat(small))),
    release: () => closeFile(handle),
  };
}

async function closeFile(handle: FileHandle | null): Promise<void> {
  await handle?.close();
}

async function namelessFile(folder: string): Promise<FileHandle> {
  const path = join(folder, `deskhand-${randomUUID()}`);
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
