import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskError } from '../../domain/errors.ts';
import type { App } from '../app-context.ts';

/** Lets the user's own editor change a text. Only its owner can read the file, which goes afterwards. */
export async function editInEditor(app: App, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-'));
  const file = join(folder, 'message.txt');
  try {
    await writeFile(file, text, { mode: 0o600 });
    await app.suspend(() => runEditor(app.editor, file));
    return (await readFile(file, 'utf8')).replace(/\n$/, '');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command is the user's own and may have arguments (`code --wait`); the shell parts them. */
async function runEditor(editor: string, file: string): Promise<void> {
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0)
    throw new DeskError('REFUSED', `the editor (${editor}) ended with ${code ?? 'a signal'}; the text is as it was`);
}
