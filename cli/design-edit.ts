import { editFile } from '../client/edit-file.ts';
import { describeProblem, type DesignProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';

/** Begins each line that tells what is wrong; such lines are taken out again. */
const MARK = '#! ';

/**
 * Lets the editor change a design until it can be saved: with mistakes it comes back, and they stand on top. What was
 * written and not saved is kept in a file, which the error names.
 * @returns what `save` answered; null when nothing was changed
 * @throws DeskError DESIGN_INVALID or INVALID_INPUT when a text with mistakes is given back as it was offered, REFUSED
 *   when the editor ended badly, and what else `save` throws
 */
export async function editDesign<Saved>(given: {
  editor: string;
  name: string;
  text: string;
  save: (text: string) => Promise<Saved>;
  keep: (text: string) => Promise<string>;
}): Promise<Saved | null> {
  let offered = given.text;
  let text = given.text;
  const isChanged = () => text.trimEnd() !== given.text.trimEnd();
  try {
    for (;;) {
      const { written, trouble } = await editFile(given.editor, { name: `${given.name}.yaml`, text: offered });
      text = withoutMarks(written);
      if (trouble) throw new DeskError('REFUSED', trouble);
      if (!isChanged()) return null;
      const saved = await saveOrError(given.save, text);
      if (!('error' in saved)) return saved.answer;
      if (written === offered) throw saved.error;
      offered = withMarks(text, saved.error);
    }
  } catch (error) {
    if (!(error instanceof DeskError) || !isChanged()) throw error;
    const told = `${error.message.replace(/[.\s]+$/, '')}${error.message.includes('\n') ? '\n' : '; '}`;
    const message = `${told}what you wrote is kept in ${await given.keep(text)}`;
    throw new DeskError(error.code, message, { cause: error, details: error.details });
  }
}

async function saveOrError<Saved>(
  save: (text: string) => Promise<Saved>,
  text: string,
): Promise<{ answer: Saved } | { error: DeskError }> {
  try {
    return { answer: await save(text) };
  } catch (error) {
    const isOfText = error instanceof DeskError && (error.code === 'DESIGN_INVALID' || error.code === 'INVALID_INPUT');
    if (isOfText) return { error };
    throw error;
  }
}

/** Line numbers count the lines on top too: they are what the editor shows. */
function withMarks(text: string, error: DeskError): string {
  const problems = (error.details['problems'] ?? []) as DesignProblem[];
  const count = problems.length + 2;
  const told = problems.map((problem) => describeProblem({ ...problem, line: problem.line + count }));
  const head = problems.length > 0 ? 'Not saved: this has mistakes.' : `Not saved: ${error.message}.`;
  const lines = [head, ...told, 'Leave the file as it is to give up.'];
  return `${lines.map((said) => `${MARK}${said.replaceAll('\n', ' ')}`).join('\n')}\n${text}`;
}

function withoutMarks(text: string): string {
  return text
    .split('\n')
    .filter((said) => !said.startsWith(MARK))
    .join('\n');
}
