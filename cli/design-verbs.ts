import { Option, type Command } from 'commander';
import type { Design, DesignKind } from '../database/designs.ts';
import { describeProblem, type DesignProblem } from '../domain/design/problem.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { safeBlock } from '../domain/safe-text.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';
import { visitorAddress } from './visitor-address.ts';

/** What the commands of forms and of chatbots differ in. */
export interface DesignNoun {
  kind: DesignKind;
  /** Whether a text that is saved is published at once, unless told otherwise. */
  isPublishedAtOnce: boolean;
}

/** The verbs that forms and chatbots share. */
export function addDesignVerbs(noun: Command, design: DesignNoun): void {
  const { kind } = design;
  verb(noun, 'list', `all ${kind}s and where visitors find them`).action(withDesk((context) => list(context, kind)));
  withSaveFlags(verb(noun, 'apply', `check and save a ${kind} from a YAML file as its next version`), design)
    .requiredOption('-f, --file <file>', 'the file; - for standard input')
    .option('--check', 'only tell what is wrong with it')
    .action(withDesk((context: DeskContext, flags: ApplyFlags) => apply(context, design, flags)));
  withSaveFlags(verb(noun, 'edit <name>', 'change the newest version in your editor ($EDITOR)'), design).action(
    withDesk((context: DeskContext, name: string, flags: SaveFlags) => edit(context, design, { name, ...flags })),
  );
  verb(noun, 'publish <name>', 'let visitors have the newest version, or another')
    .option('--version <number>', 'this one', toCount)
    .action(
      withDesk((context: DeskContext, name: string, flags: VersionFlag) => publish(context, kind, { name, ...flags })),
    );
  verb(noun, 'rollback <name>', 'go back to the version published before')
    .option('--to <version>', 'to this one', toCount)
    .action(
      withDesk((context: DeskContext, name: string, flags: { to?: number }) =>
        rollback(context, kind, { name, ...flags }),
      ),
    );
  for (const isOn of [true, false]) {
    verb(noun, `${isOn ? 'on' : 'off'} <name>`, isOn ? 'let visitors in' : 'turn visitors away, for a while').action(
      withDesk((context: DeskContext, name: string) => turn(context, kind, { name, isOn })),
    );
  }
  verb(noun, 'remove <name>', 'take it out of use; its tickets stay').action(
    withDesk((context: DeskContext, name: string) => remove(context, kind, name)),
  );
  verb(noun, 'secret <name>', 'make the secret by which your site signs who a visitor is')
    .option('--renew', 'another in place of the present one')
    .action(
      withDesk(async (context: DeskContext, name: string, flags: { renew?: boolean }) => {
        const { showNewSecret } = await import('./design-secret.ts');
        await showNewSecret(context, { kind, name, ...flags });
      }),
    );
}

interface SaveFlags {
  publish?: boolean;
  draft?: boolean;
}

interface ApplyFlags extends SaveFlags {
  file: string;
  check?: boolean;
}

interface VersionFlag {
  version?: number;
}

function withSaveFlags(command: Command, { isPublishedAtOnce }: DesignNoun): Command {
  const usual = (isUsual: boolean) => (isUsual ? ' (the usual way)' : '');
  return command
    .addOption(new Option('--publish', `visitors get it at once${usual(isPublishedAtOnce)}`).conflicts('draft'))
    .option('--draft', `visitors do not get it yet${usual(!isPublishedAtOnce)}`);
}

async function list(context: DeskContext, kind: DesignKind): Promise<void> {
  const { listDesigns } = await import('../database/designs.ts');
  printList(context, await listDesigns(context.database, kind), {
    json: (design) => designJson(context, design),
    columns: [
      { title: 'Name', of: ({ name }) => name, maxCells: 30 },
      { title: 'Title', of: ({ title }) => title, maxCells: 30 },
      { title: 'Published', of: ({ publishedVersion }) => publishedVersion ?? 'no' },
      { title: 'Draft', of: draftOf },
      { title: 'On', of: ({ isOn }) => (isOn ? 'yes' : 'off') },
      { title: 'Address', of: ({ name }) => visitorAddress(context, kind, name), maxCells: 90 },
    ],
    whenEmpty: `No ${kind}. \`deskhand ${kind} apply -f FILE\` makes one.`,
  });
}

/** A design as JSON lines show it. */
export function designJson(context: DeskContext, { sourceId: _sourceId, ...design }: Design) {
  const url = visitorAddress(context, design.kind, design.name);
  return { ...design, draftVersion: draftOf(design), url };
}

/** The newest version, when it is not the published one. */
function draftOf({
  publishedVersion,
  latestVersion,
}: Pick<Design, 'publishedVersion' | 'latestVersion'>): number | null {
  return latestVersion === publishedVersion ? null : latestVersion;
}

async function apply(context: DeskContext, design: DesignNoun, flags: ApplyFlags): Promise<void> {
  const { readText } = await import('./read-text.ts');
  const text = await readText(undefined, flags.file);
  if (!flags.check) return save(context, design, { text, ...flags });
  const { checkDesignText } = await import('../client/save-design.ts');
  const { definition, warnings } = await checkDesignText(context.database, design.kind, text);
  tellWarnings(context, warnings);
  printAnswer(
    context,
    { name: definition.name, isValid: true, warnings },
    `The ${design.kind} ${definition.name} has no mistakes.`,
  );
}

async function edit(
  context: DeskContext,
  design: DesignNoun,
  { name: wanted, ...flags }: SaveFlags & { name: string },
): Promise<void> {
  const { findDesign, loadDesignVersion } = await import('../database/designs.ts');
  const { checkDesignText } = await import('../client/save-design.ts');
  const { editDesign } = await import('./design-edit.ts');
  const { keepFile } = await import('./keep-file.ts');
  const { id, name, kind, latestVersion } = await findDesign(context.database, design.kind, wanted);
  const { text: before } = await loadDesignVersion(context.database, id, latestVersion);
  const saved = await editDesign({
    editor: context.config.editor,
    name,
    text: `${before}\n`,
    async save(text) {
      const { definition } = await checkDesignText(context.database, kind, text);
      if (fold(definition.name) !== fold(name))
        throw new DeskError('INVALID_INPUT', `the name must stay ${name}; apply a file to make another ${kind}`);
      await save(context, design, { text, seenVersion: latestVersion, ...flags });
      return true;
    },
    keep: (text) => keepFile(context.config.home, `${kind}-${name}.yaml`, text),
  });
  if (saved === null) printAnswer(context, { id, name, isNew: false }, 'Nothing is changed.');
}

async function save(
  context: DeskContext,
  { kind, isPublishedAtOnce }: DesignNoun,
  { text, seenVersion, publish: isPublish, draft }: SaveFlags & { text: string; seenVersion?: number },
): Promise<void> {
  const { saveChatbotText, saveFormText } = await import('../client/save-design.ts');
  const isPublished = isPublish ?? (isPublishedAtOnce && !draft);
  const actor = await context.owner();
  const saveText = kind === 'form' ? saveFormText : saveChatbotText;
  const saved = await saveText(context.database, {
    text,
    seenVersion,
    isPublished,
    actor,
    now: new Date().toISOString(),
  });
  const { designId, name, version, isNew, isOn, warnings } = saved;
  tellWarnings(context, warnings);
  const url = visitorAddress(context, kind, name);
  const what = `${kind === 'form' ? 'Form' : 'Chatbot'} ${name}: version ${version}`;
  const sentence = isPublished
    ? `${what} is published${url ? ` at ${url}` : ''}${whenOff(isOn, kind, name)}.`
    : `${what} ${isNew ? 'is saved as a draft' : 'has this very text already'}; \`deskhand ${kind} publish ${name}\` lets visitors have it.`;
  printAnswer(context, { id: designId, name, version, isNew, isPublished, url, warnings }, sentence);
}

async function publish(
  context: DeskContext,
  kind: DesignKind,
  { name, version }: VersionFlag & { name: string },
): Promise<void> {
  const { findDesign } = await import('../database/designs.ts');
  const design = await findDesign(context.database, kind, name);
  await publishAs(context, design, version ?? design.latestVersion);
}

async function rollback(
  context: DeskContext,
  kind: DesignKind,
  { name, to }: { name: string; to?: number },
): Promise<void> {
  const { findDesign, listDesignVersions } = await import('../database/designs.ts');
  const design = await findDesign(context.database, kind, name);
  const present = design.publishedVersion ?? 0;
  const versions = await listDesignVersions(context.database, design.id);
  const before = versions.find(({ version, publishedAt }) => version < present && publishedAt !== null)?.version;
  const version = to ?? before;
  if (version === undefined) throw new DeskError('REFUSED', `${design.name} had no version published before`);
  await publishAs(context, design, version);
}

async function publishAs(context: DeskContext, design: Design, version: number): Promise<void> {
  const { publishVersion } = await import('../client/save-design.ts');
  const actor = await context.owner();
  const { warnings } = await publishVersion(context.database, {
    design,
    version,
    actor,
    now: new Date().toISOString(),
  });
  tellWarnings(context, warnings);
  const { id, kind, name, isOn } = design;
  const url = visitorAddress(context, kind, name);
  const sentence = `Visitors get version ${version} of ${name}${url ? ` at ${url}` : ''}${whenOff(isOn, kind, name)}.`;
  printAnswer(context, { id, name, version, url, warnings }, sentence);
}

function whenOff(isOn: boolean, kind: DesignKind, name: string): string {
  return isOn ? '' : `, once it is on: \`deskhand ${kind} on ${name}\``;
}

async function turn(
  context: DeskContext,
  kind: DesignKind,
  { name, isOn }: { name: string; isOn: boolean },
): Promise<void> {
  const { findDesign } = await import('../database/designs.ts');
  const { switchSource } = await import('../database/sources.ts');
  const design = await findDesign(context.database, kind, name);
  const actor = await context.owner();
  await switchSource(context.database, { sourceId: design.sourceId, isOn, actor, now: new Date().toISOString() });
  printAnswer(context, { id: design.id, name: design.name, isOn }, `${design.name} is ${isOn ? 'on' : 'off'}.`);
}

async function remove(context: DeskContext, kind: DesignKind, name: string): Promise<void> {
  const { findDesign, removeDesign } = await import('../database/designs.ts');
  const design = await findDesign(context.database, kind, name);
  await removeDesign(context.database, { design, actor: await context.owner(), now: new Date().toISOString() });
  printAnswer(context, { id: design.id, removed: true }, `${design.name} is removed; its tickets stay.`);
}

/** Warnings do not keep a design from being saved: they stand beside the answer. */
function tellWarnings({ isJson }: DeskContext, warnings: DesignProblem[]): void {
  if (isJson) return;
  for (const warning of warnings) process.stderr.write(`${safeBlock(describeProblem(warning))}\n`);
}
