import type { Actor } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { lockName } from './lock-name.ts';
import { newId } from './new-id.ts';

export interface Acknowledgement {
  isOn: boolean;
  subject: string;
  body: string;
}

export interface Source {
  id: string;
  channel: Channel;
  name: string;
  isOn: boolean;
  senderId: string | null;
  settings: Record<string, unknown>;
  version: number;
  tags: string[];
  pollIntervalSeconds: number | null;
  acknowledgement: Acknowledgement | null;
  lastPolledAt: Date | null;
  lastItemAt: Date | null;
  lastErrorCode: string | null;
  lastError: string | null;
  lastErrorAt: Date | null;
  /** At its platform; null until the account was checked. */
  accountId: string | null;
  accountName: string | null;
  tokenEndsAt: Date | null;
  tokenRefreshedAt: Date | null;
  /** Until its owner mends what `lastErrorCode` names. */
  stoppedAt: Date | null;
  /** The platform said when to come again. */
  waitsUntil: Date | null;
  fullScanAt: Date | null;
  /** What was written at its platform before this becomes no ticket; null takes everything. */
  takesFrom: Date | null;
  /** The last nightly gap audit that went through. */
  auditedAt: Date | null;
  createdAt: Date;
}

const COLUMNS = {
  id: 'sources.id',
  channel: 'sources.channel',
  name: 'sources.name',
  isOn: 'sources.is_on',
  senderId: 'sources.sender_id',
  settings: 'sources.settings',
  version: 'sources.version',
  tags: 'sources.tags',
  pollIntervalSeconds: 'sources.poll_interval_seconds',
  acknowledgement: 'sources.acknowledgement',
  lastPolledAt: 'sources.last_polled_at',
  lastItemAt: 'sources.last_item_at',
  lastErrorCode: 'sources.last_error_code',
  lastError: 'sources.last_error',
  lastErrorAt: 'sources.last_error_at',
  accountId: 'sources.account_id',
  accountName: 'sources.account_name',
  tokenEndsAt: 'sources.token_ends_at',
  tokenRefreshedAt: 'sources.token_refreshed_at',
  stoppedAt: 'sources.stopped_at',
  waitsUntil: 'sources.waits_until',
  fullScanAt: 'sources.full_scan_at',
  takesFrom: 'sources.takes_from',
  auditedAt: 'sources.audited_at',
  createdAt: 'sources.created_at',
};

export async function listSources(connection: Connection): Promise<Source[]> {
  return connection('sources').whereNull('removed_at').orderBy('name').select<Source[]>(COLUMNS);
}

/** @throws DeskError NOT_FOUND */
export async function findSource(connection: Connection, idOrName: string): Promise<Source> {
  const isId = /^[0-9a-f-]{36}$/.test(idOrName);
  const row = await connection('sources')
    .whereNull('removed_at')
    .where(isId ? { id: idOrName } : { name_folded: fold(idOrName) })
    .first<Source | undefined>(COLUMNS);
  if (!row) throw new DeskError('NOT_FOUND', `there is no source ${idOrName}`);
  return row;
}

export interface SourceSave {
  /** Null for a new source. */
  id: string | null;
  /** For a new one: its id, where secrets had to be sealed to it before. */
  newId?: string;
  /** For a new one: whether requests are taken in from the start; they are unless told. */
  isOn?: boolean;
  channel: Channel;
  name: string;
  settings: Record<string, unknown>;
  senderId: string | null;
  tags: string[];
  pollIntervalSeconds: number | null;
  acknowledgement: Acknowledgement | null;
  /** Of a known one: the version that was changed, where what came meanwhile must not be gone over. */
  seenVersion?: number;
  actor: Actor;
  now: string;
}

/** @returns the source's id. @throws DeskError INVALID_INPUT when the name is taken, CONFLICT when it was changed meanwhile */
export async function saveSource(database: Database, save: SourceSave): Promise<string> {
  const id = save.id ?? save.newId ?? newId();
  const row = {
    name: save.name,
    name_folded: fold(save.name),
    settings: JSON.stringify(save.settings),
    sender_id: save.senderId,
    tags: save.tags,
    poll_interval_seconds: save.pollIntervalSeconds,
    acknowledgement: save.acknowledgement ? JSON.stringify(save.acknowledgement) : null,
  };
  await database.transaction(async (transaction) => {
    if (save.id !== null) await checkDesignSays(transaction, save.id, save);
    await lockName(transaction, 'sources', row.name_folded);
    const taken = await transaction('sources').where({ name_folded: row.name_folded }).whereNot({ id }).first('id');
    if (taken) throw new DeskError('INVALID_INPUT', `there is a source named ${save.name} already`);
    if (save.id === null) {
      await transaction('sources').insert({
        id,
        channel: save.channel,
        is_on: save.isOn ?? true,
        created_at: save.now,
        ...row,
      });
    } else {
      const count = await transaction('sources')
        .where(save.seenVersion === undefined ? { id } : { id, version: save.seenVersion })
        .update({ ...row, version: transaction.raw('version + 1') });
      if (count === 0) throw new DeskError('CONFLICT', `${save.name} was changed meanwhile`);
    }
    await writeAudit(transaction, { actor: save.actor, action: 'source.saved', subject: id, now: save.now });
  });
  return id;
}

/** Title and tags of a form or chatbot stand in its file: the next version that is published would undo what differs. */
async function checkDesignSays(
  transaction: Connection,
  sourceId: string,
  { name, tags }: Pick<SourceSave, 'name' | 'tags'>,
): Promise<void> {
  const design = await designOf(transaction, sourceId);
  if (!design) return;
  const source = await transaction('sources')
    .where({ id: sourceId })
    .first<Pick<Source, 'name' | 'tags'>>('name', 'tags');
  if (source.name === name && JSON.stringify(source.tags) === JSON.stringify(tags)) return;
  throw new DeskError(
    'REFUSED',
    `its name and tags stand in the file: use \`deskhand ${design.kind} edit ${design.name}\``,
  );
}

async function designOf(connection: Connection, sourceId: string): Promise<{ kind: string; name: string } | undefined> {
  return connection('designs')
    .where({ source_id: sourceId, removed_at: null })
    .first<{ kind: string; name: string } | undefined>('kind', 'name');
}

export async function switchSource(
  database: Database,
  change: { sourceId: string; isOn: boolean; actor: Actor; now: string },
): Promise<void> {
  await database('sources').where({ id: change.sourceId }).update({ is_on: change.isOn });
  const action = change.isOn ? 'source.on' : 'source.off';
  await writeAudit(database, { actor: change.actor, action, subject: change.sourceId, now: change.now });
}

/** Takes a source out of use. Its tickets keep it; its name becomes free. @throws DeskError REFUSED for a form or chatbot */
export async function removeSource(
  database: Database,
  change: { sourceId: string; actor: Actor; now: string },
): Promise<void> {
  const { sourceId, actor, now } = change;
  const design = await designOf(database, sourceId);
  if (design)
    throw new DeskError('REFUSED', `it is a ${design.kind}: use \`deskhand ${design.kind} remove ${design.name}\``);
  await database('sources')
    .where({ id: sourceId })
    .update({ removed_at: now, is_on: false, name_folded: database.raw(`name_folded || ' ' || id`) });
  await writeAudit(database, { actor, action: 'source.removed', subject: sourceId, now });
}

/**
 * How the last poll went; shown on the source and on the status line. What stopped the source stands until it is mended,
 * and what is wrong with its token stands where nothing worse does.
 */
export async function recordPoll(
  connection: Connection,
  poll: { sourceId: string; now: string; itemCount: number; error: { code: string; message: string } | null },
): Promise<void> {
  await connection.raw(
    `UPDATE sources SET last_polled_at = :now,
       last_item_at = CASE WHEN :hasItems::boolean THEN :now::timestamptz ELSE last_item_at END,
       last_error_code = CASE WHEN stopped_at IS NULL THEN coalesce(:code::text, token_error_code) ELSE last_error_code END,
       last_error = CASE WHEN stopped_at IS NULL THEN coalesce(:message::text, token_error) ELSE last_error END,
       last_error_at = CASE WHEN stopped_at IS NULL AND :code::text IS NOT NULL THEN :now::timestamptz ELSE last_error_at END
     WHERE id = :sourceId`,
    {
      sourceId: poll.sourceId,
      now: poll.now,
      hasItems: poll.itemCount > 0,
      code: poll.error?.code ?? null,
      message: poll.error?.message.slice(0, 500) ?? null,
    },
  );
}

/** The nightly gap audit went through. */
export async function noteAudited(
  connection: Connection,
  { sourceId, now }: { sourceId: string; now: string },
): Promise<void> {
  await connection('sources').where({ id: sourceId }).update({ audited_at: now });
}

/** Every address that is ours, in lower case: of mailboxes and of senders, of removed sources too. */
export async function listOwnAddresses(connection: Connection): Promise<string[]> {
  const { rows } = await connection.raw<{ rows: { address: string }[] }>(
    `SELECT lower(address) AS address FROM sources, jsonb_array_elements_text(sources.settings -> 'addresses') AS address
       WHERE sources.channel = 'email'
     UNION SELECT lower(settings ->> 'user') FROM sources WHERE channel = 'email' AND settings ->> 'user' LIKE '%@%'
     UNION SELECT lower(settings ->> 'fromAddress') FROM senders`,
  );
  return rows.map(({ address }) => address);
}

export async function readCursor<Cursor>(
  connection: Connection,
  sourceId: string,
  mailbox: string,
): Promise<Cursor | null> {
  const row = await connection('source_cursors')
    .where({ source_id: sourceId, mailbox })
    .first<{ cursor: Cursor } | undefined>('cursor');
  return row?.cursor ?? null;
}

export async function writeCursor(
  connection: Connection,
  position: { sourceId: string; mailbox: string; cursor: object; now: string },
): Promise<void> {
  await connection('source_cursors')
    .insert({
      source_id: position.sourceId,
      mailbox: position.mailbox,
      cursor: JSON.stringify(position.cursor),
      updated_at: position.now,
    })
    .onConflict(['source_id', 'mailbox'])
    .merge();
}
