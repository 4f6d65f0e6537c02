import { mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Keeps a text that was written and could not be saved: its writer finds it there. @returns where */
export async function keepFile(home: string, name: string, text: string): Promise<string> {
  const folder = join(home, 'unsaved');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name.replaceAll(/[^\p{L}\p{N}.-]+/gu, '-'));
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
