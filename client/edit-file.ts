import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskError } from '../domain/errors.ts';

export interface EditedFile {
  /** What stands in it now. */
  written: string;
  /** Null when the editor ended as it should; else how it ended, in words. */
  trouble: string | null;
}

/**
 * Lets the user's own editor change a text. Only its owner can read the file, which goes afterwards.
 * @param editor the command; it may have arguments (`code --wait`), which the shell parts
 * @param around what is done around the run: a screen has to leave the terminal to the editor
 * @throws DeskError REFUSED when the file is gone afterwards
 */
export async function editFile(
  editor: string,
  file: { name: string; text: string },
  around: (run: () => Promise<void>) => Promise<void> = (run) => run(),
): Promise<EditedFile> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-'));
  const path = join(folder, file.name);
  try {
    await writeFile(path, file.text, { mode: 0o600 });
    let trouble: string | null = null;
    await around(async () => {
      const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) trouble = `the editor (${editor}) ended with ${code ?? 'a signal'}`;
    });
    return { written: await read(path, editor), trouble };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function read(path: string, editor: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new DeskError('REFUSED', `the editor (${editor}) left no file behind`, { cause });
  }
}
