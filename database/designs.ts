import type { Actor } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { lockName } from './lock-name.ts';
import { newId } from './new-id.ts';

export type DesignKind = 'chatbot' | 'form';

/** A form or chatbot: each is a source of its channel, and has versions, one of them published. */
export interface Design {
  id: string;
  kind: DesignKind;
  name: string;
  sourceId: string;
  /** The source's name: what tickets show. */
  title: string;
  isOn: boolean;
  publishedVersion: number | null;
  latestVersion: number;
}

export interface DesignVersion {
  designId: string;
  version: number;
  /** As it was written. */
  text: string;
  /** As it was read: a Chatbot or a Form. */
  definition: Record<string, unknown>;
  savedAt: Date;
  savedBy: Actor;
  publishedAt: Date | null;
}

const channelOf: Record<DesignKind, Channel> = { chatbot: 'chatbot', form: 'web-form' };

const columns = {
  id: 'designs.id',
  kind: 'designs.kind',
  name: 'designs.name',
  sourceId: 'designs.source_id',
  title: 'sources.name',
  isOn: 'sources.is_on',
  publishedVersion: 'designs.published_version',
};

const versionColumns = {
  designId: 'design_id',
  version: 'version',
  text: 'text',
  definition: 'definition',
  savedAt: 'saved_at',
  savedBy: 'saved_by',
  publishedAt: 'published_at',
};

export async function listDesigns(connection: Connection, kind: DesignKind): Promise<Design[]> {
  return designs(connection).where({ 'designs.kind': kind }).orderBy('designs.name_folded');
}

/** @throws DeskError NOT_FOUND telling the names there are */
export async function findDesign(connection: Connection, kind: DesignKind, name: string): Promise<Design> {
  const found = await lookUpDesign(connection, kind, name);
  if (found) return found;
  const names = (await listDesigns(connection, kind)).slice(0, 30).map((design) => design.name);
  throw new DeskError('NOT_FOUND', `there is no ${kind} ${name}; there are ${names.join(', ') || 'none'}`);
}

/** The same without an error, for whoever may ask for anything. */
export async function lookUpDesign(connection: Connection, kind: DesignKind, name: string): Promise<Design | null> {
  // PostgreSQL takes no text with a NUL, so nothing has such a name.
  if (name.includes('\0')) return null;
  const row = await designs(connection)
    .where({ 'designs.kind': kind, 'designs.name_folded': fold(name) })
    .first();
  return row ?? null;
}

function designs(connection: Connection) {
  return connection('designs')
    .join('sources', 'sources.id', 'designs.source_id')
    .whereNull('designs.removed_at')
    .select<Design[]>(
      columns,
      connection.raw(
        '(SELECT max(version) FROM design_versions WHERE design_versions.design_id = designs.id) AS "latestVersion"',
      ),
    );
}

/** All versions, newest first. */
export async function listDesignVersions(connection: Connection, designId: string): Promise<DesignVersion[]> {
  return connection('design_versions')
    .where({ design_id: designId })
    .orderBy('version', 'desc')
    .select<DesignVersion[]>(versionColumns);
}

/** @throws DeskError NOT_FOUND */
export async function loadDesignVersion(
  connection: Connection,
  designId: string,
  version: number,
): Promise<DesignVersion> {
  const row = await connection('design_versions')
    .where({ design_id: designId, version })
    .first<DesignVersion | undefined>(versionColumns);
  if (!row) throw new DeskError('NOT_FOUND', `there is no version ${version}`);
  return row;
}

export interface DesignSave {
  kind: DesignKind;
  name: string;
  /** What tickets and lists call it. */
  title: string;
  /** Given to all its tickets. */
  tags: string[];
  text: string;
  definition: object;
  /** The newest version that its writer saw; left out where a file says what is to be. */
  seenVersion?: number;
  /** Whether visitors get this version at once; else it is a draft. */
  isPublished: boolean;
  actor: Actor;
  now: string;
}

/**
 * Saves a design as its next version; the same text as the newest version makes no new one. Its source comes with it.
 * @returns with the name as it was first written
 * @throws DeskError INVALID_INPUT when another source has the title; CONFLICT when a version came that was not seen
 */
export async function saveDesign(
  database: Database,
  save: DesignSave,
): Promise<{ designId: string; name: string; version: number; isNew: boolean; isOn: boolean }> {
  return database.transaction(async (transaction) => {
    await transaction.raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 9))', [`${save.kind}/${fold(save.name)}`]);
    const known = await lookUpDesign(transaction, save.kind, save.name);
    if (known) await holdDesign(transaction, known);
    checkSeen(known, save);
    const design = known ?? (await addDesign(transaction, save));
    const latest = known ? await loadDesignVersion(transaction, known.id, known.latestVersion) : null;
    const isNew = latest?.text !== save.text;
    const version = isNew ? (latest?.version ?? 0) + 1 : latest.version;
    if (isNew) {
      await transaction('design_versions').insert({
        design_id: design.id,
        version,
        text: save.text,
        definition: JSON.stringify(save.definition),
        saved_at: save.now,
        saved_by: JSON.stringify(save.actor),
      });
      await audit(transaction, { ...save, action: 'saved', design, version });
    }
    if (save.isPublished) await setPublished(transaction, { ...save, design, version });
    return { designId: design.id, name: known?.name ?? save.name, version, isNew, isOn: known?.isOn ?? true };
  });
}

function checkSeen(known: Design | null, { kind, name, seenVersion }: DesignSave): void {
  if (seenVersion === undefined || seenVersion === known?.latestVersion) return;
  const what = known ? `version ${known.latestVersion} of ${name} was saved` : `the ${kind} ${name} was removed`;
  throw new DeskError('CONFLICT', `${what} meanwhile`);
}

async function addDesign(transaction: Connection, save: DesignSave): Promise<{ id: string; sourceId: string }> {
  const [id, sourceId] = [newId(), newId()];
  await checkTitle(transaction, save.title, sourceId);
  await transaction('sources').insert({
    id: sourceId,
    channel: channelOf[save.kind],
    name: save.title,
    name_folded: fold(save.title),
    settings: '{}',
    tags: save.tags,
    created_at: save.now,
  });
  await transaction('designs').insert({
    id,
    kind: save.kind,
    name: save.name,
    name_folded: fold(save.name),
    source_id: sourceId,
    created_at: save.now,
  });
  return { id, sourceId };
}

async function checkTitle(transaction: Connection, title: string, sourceId: string): Promise<void> {
  await lockName(transaction, 'sources', fold(title));
  const taken = await transaction('sources')
    .where({ name_folded: fold(title) })
    .whereNot({ id: sourceId })
    .first('id');
  if (taken) throw new DeskError('INVALID_INPUT', `there is a source named ${title} already; give it another title`);
}

interface Change {
  kind: DesignKind;
  design: { id: string; sourceId: string };
  version: number;
  actor: Actor;
  now: string;
}

/** Visitors get this version from now on; talks under way go on with theirs. Title and tags of its source follow. */
async function setPublished(
  transaction: Connection,
  change: Change & { title: string; tags: string[] },
): Promise<void> {
  const { design, version, title, tags, now } = change;
  await checkTitle(transaction, title, design.sourceId);
  await transaction('designs').where({ id: design.id }).update({ published_version: version });
  await transaction('design_versions').where({ design_id: design.id, version }).update({ published_at: now });
  await transaction('sources')
    .where({ id: design.sourceId })
    .update({ name: title, name_folded: fold(title), tags, version: transaction.raw('version + 1') });
  await audit(transaction, { ...change, action: 'published' });
}

/**
 * Publishes a version that is there: the newest draft, or an older one to go back to it.
 * @throws DeskError NOT_FOUND
 */
export async function publishDesign(
  database: Database,
  change: { design: Design; version: number; actor: Actor; now: string },
): Promise<void> {
  const { design, version } = change;
  await database.transaction(async (transaction) => {
    await holdDesign(transaction, design);
    const { definition } = await loadDesignVersion(transaction, design.id, version);
    const { title, tags } = definition as { title: string; tags: string[] };
    await setPublished(transaction, { ...change, kind: design.kind, title, tags });
  });
}

/** Takes a design out of use: visitors find nothing there. Tickets and talks keep what they came from. */
export async function removeDesign(
  database: Database,
  change: { design: Design; actor: Actor; now: string },
): Promise<void> {
  const { design, actor, now } = change;
  await database.transaction(async (transaction) => {
    await holdDesign(transaction, design);
    await transaction('designs').where({ id: design.id }).update({ removed_at: now });
    await transaction('sources')
      .where({ id: design.sourceId })
      .update({ removed_at: now, is_on: false, name_folded: transaction.raw(`name_folded || ' ' || id`) });
    await audit(transaction, {
      kind: design.kind,
      design,
      version: design.latestVersion,
      actor,
      now,
      action: 'removed',
    });
  });
}

/** Nobody else publishes or removes it meanwhile. @throws DeskError NOT_FOUND when somebody has removed it */
async function holdDesign(transaction: Connection, { id, kind, name }: Design): Promise<void> {
  const held = await transaction('designs').where({ id, removed_at: null }).forUpdate().first('id');
  if (!held) throw new DeskError('NOT_FOUND', `the ${kind} ${name} was removed meanwhile`);
}

async function audit(transaction: Connection, change: Change & { action: string }): Promise<void> {
  await writeAudit(transaction, {
    actor: change.actor,
    action: `${change.kind}.${change.action}`,
    subject: change.design.id,
    data: { version: change.version },
    now: change.now,
  });
}
