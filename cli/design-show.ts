import type { Design, DesignKind, DesignVersion } from '../database/designs.ts';
import { drawChatbot } from '../domain/chatbot/draw-chatbot.ts';
import type { Chatbot } from '../domain/chatbot/flow.ts';
import type { Form } from '../domain/form/form.ts';
import { textIn } from '../domain/form/text-in.ts';
import { safeBlock } from '../domain/safe-text.ts';
import type { DeskContext } from './context.ts';
import { printJson } from './print.ts';
import { visitorAddress } from './visitor-address.ts';

export interface ShowFlags {
  version?: number;
  text?: boolean;
  tree?: boolean;
  ascii?: boolean;
}

const MOST_VERSIONS = 10;

/** Prints a design: what it is, its versions, and the tree of a chatbot or the fields of a form. */
export async function showDesign(
  context: DeskContext,
  kind: DesignKind,
  { name, ...flags }: ShowFlags & { name: string },
): Promise<void> {
  const { findDesign, listDesignVersions, loadDesignVersion } = await import('../database/designs.ts');
  const design = await findDesign(context.database, kind, name);
  const version = await loadDesignVersion(context.database, design.id, flags.version ?? design.latestVersion);
  if (context.isJson) return printJson(pageJson(context, design, version));
  if (flags.text) return printText(version.text);
  const picture = pictureOf(kind, version, flags);
  if (flags.tree) return print(picture);
  const versions = await listDesignVersions(context.database, design.id);
  print([...headOf(context, design, version), '', ...versionLines(design, versions), '', ...picture]);
}

function pageJson(context: DeskContext, { sourceId: _sourceId, ...design }: Design, version: DesignVersion) {
  const { designId: _designId, ...shown } = version;
  return { ...design, url: visitorAddress(context, design.kind, design.name), shown };
}

/** Into a file as it was written; a terminal gets only what it draws. */
function printText(text: string): void {
  process.stdout.write(`${process.stdout.isTTY ? safeBlock(text) : text}${text.endsWith('\n') ? '' : '\n'}`);
}

function print(lines: string[]): void {
  process.stdout.write(`${safeBlock(lines.join('\n'))}\n`);
}

function headOf(context: DeskContext, design: Design, { version }: DesignVersion): string[] {
  const { kind, name, title, isOn, publishedVersion } = design;
  const published = publishedVersion === null ? 'not published' : `version ${publishedVersion} is published`;
  return [
    `${name}  ${title}`,
    `${published}${isOn ? '' : ', switched off'}; this is version ${version}`,
    visitorAddress(context, kind, name) ?? 'nobody told where the intake is',
  ];
}

function versionLines({ publishedVersion }: Design, versions: DesignVersion[]): string[] {
  const lines = versions.slice(0, MOST_VERSIONS).map(({ version, savedAt, savedBy, publishedAt }) => {
    const state = version === publishedVersion ? 'published' : publishedAt ? 'was published' : 'draft';
    const who = savedBy.kind === 'representative' ? savedBy.name : 'the desk';
    return `version ${version}  saved ${savedAt.toISOString()} by ${who}  ${state}`;
  });
  const rest = versions.length - lines.length;
  return rest > 0 ? [...lines, `and ${rest} older`] : lines;
}

function pictureOf(kind: DesignKind, { definition }: DesignVersion, { ascii }: ShowFlags): string[] {
  if (kind === 'chatbot') return drawChatbot(definition as unknown as Chatbot, { isAscii: ascii ?? false });
  const { fields, languages } = definition as unknown as Form;
  return fields.map((field) => {
    const label = textIn(field.label, languages[0] ?? 'en');
    return `${field.name}  ${field.type}${field.isRequired ? ', required' : ''}  "${label}"`;
  });
}
