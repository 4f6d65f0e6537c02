import type { Actor } from '../domain/actor.ts';
import { platformKinds, SENDER_IS_OFF } from '../domain/delivery.ts';
import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { freeName, pickNamed } from './named-row.ts';
import { newId } from './new-id.ts';

export interface Sender {
  id: string;
  name: string;
  /** As `smtpSender` of domain/email-account.schema.ts; secrets are references. */
  settings: Record<string, unknown>;
  version: number;
  isDefault: boolean;
  isOn: boolean;
  lastErrorCode: string | null;
  lastError: string | null;
  lastErrorAt: Date | null;
}

export async function listSenders(connection: Connection): Promise<Sender[]> {
  return connection('senders').whereNull('removed_at').orderBy('name_folded').select<Sender[]>({
    id: 'id',
    name: 'name',
    settings: 'settings',
    version: 'version',
    isDefault: 'is_default',
    isOn: 'is_on',
    lastErrorCode: 'last_error_code',
    lastError: 'last_error',
    lastErrorAt: 'last_error_at',
  });
}

/** @throws DeskError NOT_FOUND */
export async function findSender(connection: Connection, idOrName: string): Promise<Sender> {
  return pickNamed(await listSenders(connection), 'sender', idOrName);
}

export interface SenderSave {
  /** An id that is not there yet makes a new one: secrets are sealed for it before it is saved. Null makes one too. */
  id: string | null;
  name: string;
  settings: Record<string, unknown>;
  /** Whether sources without a sender of their own use it; the first one always is. Only ever set. */
  isDefault?: boolean;
  actor: Actor;
  now: string;
}

/** @returns its id. @throws DeskError INVALID_INPUT when the name is taken */
export async function saveSender(database: Database, save: SenderSave): Promise<string> {
  return database.transaction(async (transaction) => {
    const all = await listSenders(transaction);
    const known = all.find(({ id }) => id === save.id);
    const id = known?.id ?? save.id ?? newId();
    const isDefault = save.isDefault || known?.isDefault || all.length === 0;
    if (isDefault) await transaction('senders').update({ is_default: false });
    const row = {
      ...(await freeName(transaction, { table: 'senders', noun: 'sender', id, name: save.name })),
      settings: JSON.stringify(save.settings),
      is_default: isDefault,
      last_error_code: null,
      last_error: null,
    };
    if (known)
      await transaction('senders')
        .where({ id })
        .update({ ...row, version: known.version + 1 });
    else await transaction('senders').insert({ id, ...row, created_at: save.now });
    await sendWhatWaits(transaction, id, save.now);
    await writeAudit(transaction, {
      actor: save.actor,
      action: 'sender.saved',
      subject: id,
      data: { name: row.name },
      now: save.now,
    });
    return id;
  });
}

/** A sender was mended: what backs off because of it need not wait any longer. What a quota holds still waits. */
async function sendWhatWaits(transaction: Connection, senderId: string, now: string): Promise<void> {
  await transaction('deliveries')
    .where({ state: 'planned' })
    .whereNotIn('kind', platformKinds)
    .where((ours) =>
      ours
        .where({ sender_id: senderId })
        .orWhere((its) =>
          its.whereNull('sender_id').whereExists(transaction('senders').where({ id: senderId, is_default: true })),
        ),
    )
    .where((free) => free.whereNull('held_reason').orWhere({ held_reason: SENDER_IS_OFF }))
    .where('next_attempt_at', '>', now)
    .update({ next_attempt_at: now, held_reason: null });
}

/** Switches a sender off or on. While it is off its mail is held, visibly; back on, what waits goes out. */
export async function switchSender(
  database: Database,
  change: { id: string; isOn: boolean; actor: Actor; now: string },
): Promise<void> {
  const { id, isOn, actor, now } = change;
  await database.transaction(async (transaction) => {
    await transaction('senders').where({ id }).update({ is_on: isOn });
    if (isOn) await sendWhatWaits(transaction, id, now);
    await writeAudit(transaction, { actor, action: isOn ? 'sender.on' : 'sender.off', subject: id, now });
  });
}

/** Takes a sender out of use; what it sent still names it. @throws DeskError REFUSED when something still needs it */
export async function removeSender(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  const { actor, now } = change;
  await database.transaction(async (transaction) => {
    const all = await listSenders(transaction);
    const sender = pickNamed(all, 'sender', change.id);
    const sources = await transaction('sources')
      .where({ sender_id: sender.id, removed_at: null })
      .pluck<string[]>('name');
    if (sources.length > 0)
      throw new DeskError('REFUSED', `${sender.name} sends for ${sources.join(', ')}; give them another sender first`);
    if (sender.isDefault && all.length > 1) {
      throw new DeskError(
        'REFUSED',
        `${sender.name} is the sender of all that name none; make another one the default first`,
      );
    }
    await transaction('senders')
      .where({ id: sender.id })
      .update({ removed_at: now, is_default: false, name_folded: transaction.raw(`name_folded || ' ' || id`) });
    await writeAudit(transaction, {
      actor,
      action: 'sender.removed',
      subject: sender.id,
      data: { name: sender.name },
      now,
    });
  });
}
