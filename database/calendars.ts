import type { Actor } from '../domain/actor.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import { chatbotsNamingCalendar } from './chatbots-naming-calendar.ts';
import type { Connection, Database } from './connect.ts';
import { freeName, pickNamed } from './named-row.ts';
import { newId } from './new-id.ts';

export interface CalendarRow extends Calendar {
  id: string;
  /** Counts its changes. */
  version: number;
}

/** All calendars by name. */
export async function listCalendars(connection: Connection): Promise<CalendarRow[]> {
  const rows = await connection('calendars')
    .orderBy('name_folded')
    .select<{ id: string; name: string; version: number; definition: Omit<Calendar, 'name'> }[]>(
      'id',
      'name',
      'version',
      'definition',
    );
  return rows.map(({ id, name, version, definition: { timeZone, week, holidays } }) => ({
    id,
    name,
    version,
    timeZone,
    week,
    holidays,
  }));
}

/** @throws DeskError NOT_FOUND telling the names there are */
export async function findCalendar(connection: Connection, idOrName: string): Promise<CalendarRow> {
  return pickNamed(await listCalendars(connection), 'calendar', idOrName);
}

export interface SavedCalendar {
  id: string;
  version: number;
  isNew: boolean;
  /** Whether anything differs from what was there. */
  isChanged: boolean;
}

/**
 * Saves a calendar under its name: a new one, or the one that has this name in whatever spelling. One that stays as it
 * was makes no new version.
 * @throws DeskError INVALID_INPUT; CONFLICT when it is not in the version that was seen (0: it is to be new)
 */
export async function saveCalendar(
  database: Database,
  save: { calendar: Calendar; seenVersion?: number; actor: Actor; now: string },
): Promise<SavedCalendar> {
  return database.transaction(async (transaction) => {
    await lockCalendars(transaction);
    return write(transaction, save);
  });
}

/**
 * Changes a calendar that is there; two changes at once both last.
 * @throws DeskError NOT_FOUND, and what `change` throws
 */
export async function changeCalendar(
  database: Database,
  { name, change, ...by }: { name: string; change: (calendar: CalendarRow) => Calendar; actor: Actor; now: string },
): Promise<SavedCalendar> {
  return database.transaction(async (transaction) => {
    await lockCalendars(transaction);
    const calendar = await findCalendar(transaction, name);
    return write(transaction, { calendar: { ...change(calendar), name: calendar.name }, ...by });
  });
}

/** Calendars are few and seldom changed: one change at a time. Readers do not wait. */
async function lockCalendars(transaction: Connection): Promise<void> {
  await transaction.raw('LOCK TABLE calendars IN SHARE ROW EXCLUSIVE MODE');
}

async function write(
  transaction: Connection,
  { calendar, seenVersion, actor, now }: { calendar: Calendar; seenVersion?: number; actor: Actor; now: string },
): Promise<SavedCalendar> {
  const known = (await listCalendars(transaction)).find(({ name }) => fold(name) === fold(calendar.name.trim()));
  if (seenVersion !== undefined && seenVersion !== (known?.version ?? 0))
    throw new DeskError('CONFLICT', `calendar ${calendar.name} was changed meanwhile, version ${known?.version ?? 0}`);
  const id = known?.id ?? newId();
  const row = await freeName(transaction, { table: 'calendars', noun: 'calendar', id, name: calendar.name });
  const definition = definitionOf(calendar);
  const isChanged = !known || known.name !== row.name || definitionOf(known) !== definition;
  const version = (known?.version ?? 0) + (isChanged ? 1 : 0);
  if (!known) await transaction('calendars').insert({ id, ...row, definition, version, created_at: now });
  else if (isChanged)
    await transaction('calendars')
      .where({ id })
      .update({ ...row, definition, version });
  if (isChanged)
    await writeAudit(transaction, {
      actor,
      action: 'calendar.saved',
      subject: id,
      data: { name: row.name, version },
      now,
    });
  return { id, version, isNew: !known, isChanged };
}

/** Always in the same order of keys, so that equal calendars are equal texts. */
function definitionOf({ timeZone, week, holidays }: Calendar): string {
  const frames = (of: Calendar['week'][number]) => of.map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }));
  return JSON.stringify({
    timeZone,
    week: week.map(frames),
    holidays: holidays.map((holiday) => ({ date: holiday.date, name: holiday.name, frames: frames(holiday.frames) })),
  });
}

/** @throws DeskError NOT_FOUND; REFUSED while a chatbot asks it */
export async function removeCalendar(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  const { actor, now } = change;
  await database.transaction(async (transaction) => {
    await lockCalendars(transaction);
    const { id, name } = await findCalendar(transaction, change.id);
    const chatbots = await chatbotsNamingCalendar(transaction, name);
    if (chatbots.length > 0) {
      const told = chatbots.map((chatbot) => `${chatbot.name} (version ${chatbot.version}, ${chatbot.use})`).join(', ');
      throw new DeskError('REFUSED', `${name} is asked by chatbot ${told}: it cannot be removed`, {
        details: { chatbots },
      });
    }
    await transaction('calendars').where({ id }).delete();
    await writeAudit(transaction, { actor, action: 'calendar.removed', subject: id, data: { name }, now });
  });
}
