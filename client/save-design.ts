import type { Database } from '../database/connect.ts';
import { listAttributes } from '../database/attributes.ts';
import { listCalendars } from '../database/calendars.ts';
import { loadDesignVersion, publishDesign, saveDesign, type Design, type DesignKind } from '../database/designs.ts';
import { listTeams } from '../database/teams.ts';
import type { Actor } from '../domain/actor.ts';
import { readChatbot } from '../domain/chatbot/read-chatbot.ts';
import type { DeskNames } from '../domain/chatbot/draft-flow.ts';
import { describeProblem, type DesignProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';
import { readForm } from '../domain/form/read-form.ts';

const MOST_TOLD = 100;

export interface DesignText {
  /** The file as it was written. */
  text: string;
  /** The version that was changed, where somebody edited one: what was saved meanwhile is not gone over. */
  seenVersion?: number;
  /** Whether visitors get it at once; else it is saved as a draft. */
  isPublished: boolean;
  actor: Actor;
  /** ISO. */
  now: string;
}

export interface SavedDesign {
  designId: string;
  name: string;
  version: number;
  /** False when the newest version has the very same text. */
  isNew: boolean;
  /** Whether it lets visitors in. */
  isOn: boolean;
  warnings: DesignProblem[];
}

/**
 * @throws DeskError DESIGN_INVALID telling every problem at its line; INVALID_INPUT when another source has the title;
 *   CONFLICT when the newest version is not the one that was seen
 */
export async function saveChatbotText(database: Database, save: DesignText): Promise<SavedDesign> {
  return saveText(database, 'chatbot', save);
}

/** The same for a web form. */
export async function saveFormText(database: Database, save: DesignText): Promise<SavedDesign> {
  return saveText(database, 'form', save);
}

async function saveText(database: Database, kind: DesignKind, save: DesignText): Promise<SavedDesign> {
  const { definition, warnings } = await checkDesignText(database, kind, save.text);
  const { name, title, tags } = definition;
  const text = save.text.trimEnd();
  const saved = await saveDesign(database, { ...save, text, kind, name, title, tags, definition });
  return { ...saved, warnings };
}

/**
 * Publishes a saved version: the newest draft, or an older one to go back to it. It is checked again: calendars and
 * teams that it names may be gone since it was saved.
 * @throws DeskError DESIGN_INVALID, NOT_FOUND
 */
export async function publishVersion(
  database: Database,
  change: { design: Design; version: number; actor: Actor; now: string },
): Promise<{ warnings: DesignProblem[] }> {
  const { text } = await loadDesignVersion(database, change.design.id, change.version);
  const { warnings } = await checkDesignText(database, change.design.kind, text);
  await publishDesign(database, change);
  return { warnings };
}

/**
 * Reads a design against what there is on the desk today.
 * @throws DeskError DESIGN_INVALID; `details.problems` has them as data
 */
export async function checkDesignText(
  database: Database,
  kind: DesignKind,
  text: string,
): Promise<{ definition: { name: string; title: string; tags: string[] }; warnings: DesignProblem[] }> {
  const { definition, problems } = await readDesign(database, kind, text);
  if (!definition) throw new DeskError('DESIGN_INVALID', describeAll(kind, problems), { details: { problems } });
  return { definition, warnings: problems };
}

async function readDesign(database: Database, kind: DesignKind, text: string) {
  if (kind === 'form') {
    const { form, problems } = readForm(text);
    return { definition: form, problems };
  }
  const { chatbot, problems } = readChatbot(text, await deskNames(database));
  return { definition: chatbot, problems };
}

/** What chatbots may name on this desk. */
async function deskNames(database: Database): Promise<DeskNames> {
  const [calendars, teams, attributes] = await Promise.all([
    listCalendars(database),
    listTeams(database),
    listAttributes(database),
  ]);
  const namesOf = (rows: { name: string }[]) => rows.map(({ name }) => name);
  return { calendars: namesOf(calendars), teams: namesOf(teams), attributes: namesOf(attributes) };
}

function describeAll(kind: DesignKind, problems: DesignProblem[]): string {
  const count = problems.filter(({ isWarning }) => !isWarning).length;
  const lines = problems.slice(0, MOST_TOLD).map((problem) => `  ${describeProblem(problem)}`);
  const rest = problems.length - lines.length;
  const more = rest > 0 ? [`  and ${rest} more`] : [];
  return [`the ${kind} has ${count} mistake${count === 1 ? '' : 's'}`, ...lines, ...more].join('\n');
}
