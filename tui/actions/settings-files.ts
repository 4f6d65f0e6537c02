import { safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import type { SettingsFile } from '../design-views.ts';
import { confirm } from '../layers/confirm.ts';
import { editNamed } from './edit-in-editor.ts';
import { openLayer } from './layers.ts';
import { errorText, start, tell } from './tell.ts';

/** Texts that were written and not saved yet, by what they are of: opened again, the editor goes on with them. */
const unsaved = new Map<string, string>();

/** Edits a chatbot, a form or a calendar in the user's own editor; a new one begins with a template. */
export function editSettingsFile(app: App, file: SettingsFile): void {
  start(app, async () => {
    const text = unsaved.get(keyOf(file)) ?? (await app.data.readFile(file));
    await editAndSave(app, file, text);
  });
}

async function editAndSave(app: App, file: SettingsFile, text: string): Promise<void> {
  const { written, trouble } = await editNamed(app, { name: `${file.kind}.yaml`, text });
  if (written === text && !unsaved.has(keyOf(file)))
    return tell(app, `Nothing was changed${trouble ? `: ${trouble}` : ''}`, { kind: trouble ? 'trouble' : 'good' });
  unsaved.set(keyOf(file), written);
  if (trouble) return askAgain(app, file, { written, wrong: `${trouble}.` });
  try {
    const saved = await app.data.saveFile(file, written);
    unsaved.delete(keyOf(file));
    tell(app, saved);
    app.readNow();
  } catch (error) {
    askAgain(app, file, { written, wrong: errorText(error) });
  }
}

/** What is wrong, by line; the editor again, or later: the words stay in any case. */
function askAgain(app: App, file: SettingsFile, of: { written: string; wrong: string }): void {
  openLayer(
    app,
    confirm({
      title: `${file.name === null ? `The new ${file.kind}` : `${file.kind} ${safeLine(file.name)}`} was not saved`,
      text: of.wrong.split('\n'),
      yes: 'Edit again',
      no: 'Later',
      isYesFocused: true,
      onYes: () => start(app, () => editAndSave(app, file, of.written)),
      onNo: () => start(app, () => keep(app, file, of.written)),
    }),
  );
}

async function keep(app: App, file: SettingsFile, written: string): Promise<void> {
  const path = await app.data.keepFile(file, written);
  tell(app, `${file.name === null ? 'c' : 'e'} goes on with it; kept in ${safeLine(path)}`, { kind: 'warning' });
}

function keyOf({ kind, name }: SettingsFile): string {
  return `${kind}/${name ?? ''}`;
}
