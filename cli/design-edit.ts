import type { Database } from '../database/connect.ts';
import type { DesignKind } from '../database/designs.ts';
import { describeProblem, type DesignProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { editText } from './edit-text.ts';

/** Begins each line that tells what is wrong; such lines are taken out again. */
const MARK = '#! ';

/**
 * Lets the editor change a design until it has no mistake: else it comes back with the mistakes on top.
 * @returns the text to save; null when nothing was changed
 * @throws DeskError DESIGN_INVALID when a text with mistakes is given back as it was offered
 */
export async function editDesign(
  database: Database,
  given: { editor: string; kind: DesignKind; name: string; text: string },
): Promise<string | null> {
  const file = `${given.name}.yaml`;
  let offered = given.text;
  for (;;) {
    const written = await editText(given.editor, { name: file, text: offered });
    const text = withoutMarks(written);
    if (text.trimEnd() === given.text.trimEnd()) return null;
    const error = await mistakesOf(database, { ...given, text });
    if (!error) return text;
    if (written === offered) throw error;
    offered = withMarks(text, error);
  }
}

async function mistakesOf(
  database: Database,
  { kind, name, text }: { kind: DesignKind; name: string; text: string },
): Promise<DeskError | null> {
  const { checkDesignText } = await import('../client/save-design.ts');
  try {
    const { definition } = await checkDesignText(database, kind, text);
    if (fold(definition.name) === fold(name)) return null;
    return new DeskError('INVALID_INPUT', `the name must stay ${name}; apply a file to make another ${kind}`);
  } catch (error) {
    if (error instanceof DeskError && error.code === 'DESIGN_INVALID') return error;
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
