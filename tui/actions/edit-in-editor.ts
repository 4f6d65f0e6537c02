import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeskError } from '../../domain/errors.ts';
import type { App } from '../app-context.ts';

/**
 * Lets the user's own editor change a text. Only its owner can read the file, which goes afterwards.
 * @throws DeskError REFUSED when the editor ended badly
 */
export async function editInEditor(app: App, text: string): Promise<string> {
  const { written, code } = await editFile(app, { name: 'message.txt', text });
  if (code !== 0)
    throw new DeskError(
      'REFUSED',
      `the editor (${app.editor}) ended with ${code ?? 'a signal'}; the text is as it was`,
    );
  return written.replace(/\n$/, '');
}

/** The same for a file of that name. @returns what stands in it now, and how the editor ended */
export async function editFile(
  app: App,
  file: { name: string; text: string },
): Promise<{ written: string; code: number | null }> {
  const folder = await mkdtemp(join(tmpdir(), 'deskhand-'));
  const path = join(folder, file.name);
  try {
    await writeFile(path, file.text, { mode: 0o600 });
    let code: number | null = null;
    await app.suspend(async () => {
      code = await runEditor(app.editor, path);
    });
    return { written: await readFile(path, 'utf8'), code };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The command is the user's own and may have arguments (`code --wait`); the shell parts them. */
async function runEditor(editor: string, file: string): Promise<number | null> {
  const child = spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}
