import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskError } from '../domain/errors.ts';

/**
 * Lets the user's own editor change a text. Only its owner can read the file, which goes afterwards.
 * @param editor the command; it may have arguments (`code --wait`), which the shell parts
 * @throws DeskError REFUSED when the editor ended badly
 */
export async function editText(editor: string, file: { name: string; text: string }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-'));
  const path = join(folder, file.name);
  try {
    await writeFile(path, file.text, { mode: 0o600 });
    const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new DeskError('REFUSED', `the editor (${editor}) ended with ${code ?? 'a signal'}`);
    return await readFile(path, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
