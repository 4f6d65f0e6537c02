import { editFile, type EditedFile } from '../../client/edit-file.ts';
import { DeskError } from '../../domain/errors.ts';
import type { App } from '../app-context.ts';

/**
 * Lets the user's own editor change a text.
 * @throws DeskError REFUSED when the editor ended badly
 */
export async function editInEditor(app: App, text: string): Promise<string> {
  const { written, trouble } = await editNamed(app, { name: 'message.txt', text });
  if (trouble) throw new DeskError('REFUSED', `${trouble}; the text is as it was`);
  return written.replace(/\n$/, '');
}

/** The same for a file of that name; the screen leaves the terminal to the editor meanwhile. */
export function editNamed(app: App, file: { name: string; text: string }): Promise<EditedFile> {
  return editFile(app.editor, file, (run) => app.suspend(run));
}
