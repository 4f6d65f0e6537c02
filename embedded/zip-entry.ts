import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const endOfDirectory = 0x06054b50;
const directoryEntry = 0x02014b50;
const longestEnd = 22 + 65_535;

interface ZipEntry {
  name: string;
  method: number;
  compressedBytes: number;
  headerOffset: number;
}

/**
 * Unpacks the one file of a zip archive whose name matches to `target`, by its central directory: the `unzip` program is
 * not on every machine. Zip64 archives are not read.
 */
export async function unpackZipEntry(archive: string, wanted: RegExp, target: string): Promise<void> {
  const file = await open(archive, 'r');
  try {
    const entry = (await readDirectory(file)).find(({ name }) => wanted.test(name));
    if (!entry) throw new Error(`${archive} holds no file like ${wanted.source}`);
    const header = await readAt(file, entry.headerOffset, 30);
    const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    const packed = createReadStream(archive, { start, end: start + entry.compressedBytes - 1 });
    const output = createWriteStream(target, { mode: 0o755 });
    if (entry.method === 0) await pipeline(packed, output);
    else await pipeline(packed, createInflateRaw(), output);
  } finally {
    await file.close();
  }
}

type File = Awaited<ReturnType<typeof open>>;

async function readDirectory(file: File): Promise<ZipEntry[]> {
  const { size } = await file.stat();
  const endBytes = Math.min(longestEnd, size);
  const end = await readAt(file, size - endBytes, endBytes);
  const at = end.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (at < 0 || end.readUInt32LE(at) !== endOfDirectory) throw new Error('not a zip archive');
  const directory = await readAt(file, end.readUInt32LE(at + 16), end.readUInt32LE(at + 12));
  const entries: ZipEntry[] = [];
  for (let offset = 0; offset < directory.length && directory.readUInt32LE(offset) === directoryEntry;) {
    const nameBytes = directory.readUInt16LE(offset + 28);
    entries.push({
      name: directory.toString('utf8', offset + 46, offset + 46 + nameBytes),
      method: directory.readUInt16LE(offset + 10),
      compressedBytes: directory.readUInt32LE(offset + 20),
      headerOffset: directory.readUInt32LE(offset + 42),
    });
    offset += 46 + nameBytes + directory.readUInt16LE(offset + 30) + directory.readUInt16LE(offset + 32);
  }
  return entries;
}

async function readAt(file: File, position: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, position);
  if (bytesRead < bytes) throw new Error('the zip archive is cut short');
  return buffer;
}
