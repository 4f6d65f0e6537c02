import { findAttribute, removeAttribute, saveAttribute } from '../database/attributes.ts';
import { findCalendar, removeCalendar } from '../database/calendars.ts';
import {
  findDesign,
  listDesignVersions,
  loadDesignVersion,
  lookUpDesign,
  removeDesign,
  type DesignVersion,
} from '../database/designs.ts';
import { switchSource } from '../database/sources.ts';
import type { Actor } from '../domain/actor.ts';
import type { Chatbot } from '../domain/chatbot/flow.ts';
import type { Form } from '../domain/form/form.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { describeProblem } from '../domain/design/problem.ts';
import type { DesignKind, DesignsData, SettingsFile } from './design-views.ts';
import type { SettingsParts } from './desk-settings-data.ts';

type By = () => Promise<{ actor: Actor; now: string }>;

/** Chatbots, forms, calendars and attributes. What reads and checks their files is loaded when one is edited. */
export function designsData(parts: SettingsParts, by: By): DesignsData {
  const { database } = parts;
  /** Versions of the files that were opened: what somebody else changed meanwhile is not written over unawares. */
  const seen = new Map<string, number>();
  return {
    async readDesign({ id, kind }, look) {
      const versions = await listDesignVersions(database, id);
      const [newest] = versions;
      return {
        lines: newest ? await drawDesign(kind, newest, look) : [],
        versions: versions.map(({ version, savedAt, savedBy, publishedAt }) => ({
          version,
          savedAt: savedAt.toISOString(),
          savedBy: savedBy.kind === 'representative' ? savedBy.name : `the ${savedBy.kind}`,
          publishedAt: publishedAt?.toISOString() ?? null,
        })),
      };
    },
    readFile: (file) => readFile(parts, { ...file, seen }),
    async saveFile(file, text) {
      const seenVersion = seen.get(keyOf(file));
      try {
        const saved =
          file.kind === 'calendar'
            ? await saveCalendarText(parts, { text, seenVersion }, by)
            : await saveDesignText(parts, { ...file, kind: file.kind, text, seenVersion }, by);
        seen.delete(keyOf(file));
        return saved;
      } catch (error) {
        // Told once; whoever then saves again means it.
        if (error instanceof DeskError && error.code === 'CONFLICT') seen.delete(keyOf(file));
        throw error;
      }
    },
    keepFile: (file, text) => parts.keepFile(`${file.kind}-${file.name ?? 'new'}.yaml`, text),
    async publishDesign({ kind, name }, version) {
      const { publishVersion } = await import('../client/save-design.ts');
      await publishVersion(database, { design: await findDesign(database, kind, name), version, ...(await by()) });
    },
    async switchDesign({ kind, name }, isOn) {
      const { sourceId } = await findDesign(database, kind, name);
      await switchSource(database, { sourceId, isOn, ...(await by()) });
    },
    async removeDesign({ kind, name }) {
      await removeDesign(database, { design: await findDesign(database, kind, name), ...(await by()) });
    },
    removeCalendar: async (id) => removeCalendar(database, { id, ...(await by()) }),
    async saveAttribute(attribute) {
      await saveAttribute(database, { ...attribute, ...(await by()) });
    },
    async removeAttribute(id) {
      await findAttribute(database, id);
      await removeAttribute(database, { id, ...(await by()) });
    },
  };
}

async function drawDesign(
  kind: DesignKind,
  { definition }: DesignVersion,
  look: { cells: number; isAscii: boolean },
): Promise<string[]> {
  if (kind === 'form') return drawForm(definition as unknown as Form);
  const { drawChatbot } = await import('../domain/chatbot/draw-chatbot.ts');
  return drawChatbot(definition as unknown as Chatbot, look);
}

async function drawForm(form: Form): Promise<string[]> {
  const { textIn } = await import('../domain/form/text-in.ts');
  const language = form.languages[0] ?? 'en';
  return [
    `${form.title} (${form.languages.join(', ')})`,
    ...form.fields.map(({ name, type, label, isRequired, options }) => {
      const choices = options.length > 0 ? `: ${options.map(({ value }) => value).join(', ')}` : '';
      return `  ${name.padEnd(16)} ${type.padEnd(9)} ${isRequired ? 'required ' : '         '} ${textIn(label, language)}${choices}`;
    }),
    `Subject: ${form.subject}`,
    `Tags: ${[...form.tags, ...(form.redirectionTag ? [form.redirectionTag] : [])].join(', ') || 'none'}`,
  ];
}

function keyOf({ kind, name }: SettingsFile): string {
  return `${kind}/${name ?? ''}`;
}

const templates = { chatbot: 'after-hours', form: 'contact', calendar: 'office' } as const;

async function readFile(
  parts: SettingsParts,
  { kind, name, seen }: SettingsFile & { seen: Map<string, number> },
): Promise<string> {
  const { database } = parts;
  if (name === null) return asTemplate(await parts.sampleText(templates[kind]));
  if (kind === 'calendar') {
    const { writeCalendar } = await import('../domain/calendar/write-calendar.ts');
    const calendar = await findCalendar(database, name);
    seen.set(keyOf({ kind, name }), calendar.version);
    return writeCalendar(calendar);
  }
  const { id, latestVersion } = await findDesign(database, kind, name);
  seen.set(keyOf({ kind, name }), latestVersion);
  return `${(await loadDesignVersion(database, id, latestVersion)).text}\n`;
}

/** The sample under a name of its own: saved as it is, it changes nothing that is there. */
function asTemplate(text: string): string {
  return text
    .replace(/^#.*\n/, '')
    .replace(/^name: .*$/m, 'name: new')
    .replace(/^title: .*$/m, 'title: New');
}

async function saveDesignText(
  { database }: SettingsParts,
  file: { kind: DesignKind; name: string | null; text: string; seenVersion: number | undefined },
  by: By,
): Promise<string> {
  const { kind, name, text, seenVersion } = file;
  const { checkDesignText, saveChatbotText, saveFormText } = await import('../client/save-design.ts');
  const { definition } = await checkDesignText(database, kind, text);
  if (name !== null && fold(definition.name) !== fold(name))
    throw new DeskError('INVALID_INPUT', `the name must stay ${name}; c adds another ${kind}`);
  if (name === null && (await lookUpDesign(database, kind, definition.name)) !== null)
    throw new DeskError('INVALID_INPUT', `there is a ${kind} ${definition.name} already; give this one another name`);
  const save = kind === 'chatbot' ? saveChatbotText : saveFormText;
  const saved = await save(database, { text, seenVersion, isPublished: false, ...(await by()) });
  const warnings = saved.warnings.map(describeProblem);
  const said = saved.isNew
    ? `${saved.name} saved as draft v${saved.version}; p publishes it`
    : `${saved.name}: nothing differs from v${saved.version}`;
  return [said, ...warnings].join('; ');
}

async function saveCalendarText(
  { database }: SettingsParts,
  file: { text: string; seenVersion: number | undefined },
  by: By,
): Promise<string> {
  const [{ checkCalendarText }, { saveCalendar }] = await Promise.all([
    import('../client/check-calendar-text.ts'),
    import('../database/calendars.ts'),
  ]);
  const { calendar, holidaysFrom, warnings } = checkCalendarText(file.text);
  if (holidaysFrom !== null)
    throw new DeskError('INVALID_INPUT', 'holidaysFrom names a file beside this one: use deskhand calendar apply -f');
  await saveCalendar(database, { calendar, seenVersion: file.seenVersion, ...(await by()) });
  return [`${calendar.name} saved`, ...warnings.map(describeProblem)].join('; ');
}
