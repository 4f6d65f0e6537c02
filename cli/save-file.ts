import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readAttachment } from '../database/attachments.ts';
import type { Connection } from '../database/connect.ts';
import { DeskError } from '../domain/errors.ts';

const MOST_COPIES = 1000;

/**
 * Saves a customer's file, readable by its owner alone, never over another one: a taken name gets a number.
 * @returns where it went
 * @throws DeskError NOT_FOUND when its bytes are not there
 */
export async function saveFile(
  connection: Connection,
  file: { id: string; name: string },
  folder: string,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (let copy = 0; copy < MOST_COPIES; copy += 1) {
    const path = join(folder, numbered(file.name, copy));
    try {
      await pipeline(
        Readable.from(readAttachment(connection, file.id)),
        createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      );
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new DeskError('REFUSED', `${dirname(join(folder, file.name))} holds too many files of this name`);
}

function numbered(name: string, copy: number): string {
  if (copy === 0) return name;
  const extension = extname(name);
  return `${name.slice(0, name.length - extension.length)} (${copy})${extension}`;
}
