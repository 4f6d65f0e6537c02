import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { fold } from '../domain/fold.ts';
import { writeAudit } from './audit.ts';
import { checkAddress } from './check-redirection.ts';
import type { Connection, Database } from './connect.ts';
import { countTickets, freeName, pickNamed, sayTickets } from './named-row.ts';
import { newId } from './new-id.ts';
import { rulesNaming } from './rules-naming.ts';

export interface Representative {
  id: string;
  name: string;
  email: string;
  /** The login name that is this person on the desk's machine. */
  osUser: string | null;
  isActive: boolean;
}

export async function listRepresentatives(connection: Connection): Promise<Representative[]> {
  return connection('representatives')
    .orderBy('name_folded')
    .select<Representative[]>({ id: 'id', name: 'name', email: 'email', osUser: 'os_user', isActive: 'is_active' });
}

/** By id, name or e-mail. @throws DeskError NOT_FOUND */
export async function findRepresentative(connection: Connection, idNameOrEmail: string): Promise<Representative> {
  const all = await listRepresentatives(connection);
  const byEmail = all.find(({ email }) => fold(email) === fold(idNameOrEmail.trim()));
  return byEmail ?? pickNamed(all, 'representative', idNameOrEmail);
}

export interface RepresentativeSave {
  /** Null for a new one. */
  id: string | null;
  name: string;
  email: string;
  osUser?: string | null;
  isActive?: boolean;
  actor: Actor;
  now: string;
}

/** @returns the id. @throws DeskError INVALID_INPUT, RECIPIENT_IS_OURS when mail to the address would come back to us */
export async function saveRepresentative(database: Database, save: RepresentativeSave): Promise<string> {
  return database.transaction(async (transaction) => {
    const all = await listRepresentatives(transaction);
    const known = save.id === null ? null : pickNamed(all, 'representative', save.id);
    const id = known?.id ?? newId();
    const email = await checkAddress(transaction, save.email);
    const others = all.filter((other) => other.id !== id);
    const sameEmail = others.find((other) => fold(other.email) === fold(email));
    if (sameEmail) throw new DeskError('INVALID_INPUT', `${email} is the address of ${sameEmail.name}`);
    const osUser = save.osUser === undefined ? (known?.osUser ?? null) : save.osUser;
    const sameUser = osUser && others.find((other) => other.osUser === osUser);
    if (sameUser) throw new DeskError('INVALID_INPUT', `the login ${osUser} is ${sameUser.name}`);
    const row = {
      ...(await freeName(transaction, { table: 'representatives', noun: 'representative', id, name: save.name })),
      email,
      email_folded: fold(email),
      os_user: osUser,
      is_active: save.isActive ?? known?.isActive ?? true,
    };
    if (known) await transaction('representatives').where({ id }).update(row);
    else await transaction('representatives').insert({ id, ...row, created_at: save.now });
    await writeAudit(transaction, {
      actor: save.actor,
      action: 'representative.saved',
      subject: id,
      data: { name: row.name },
      now: save.now,
    });
    return id;
  });
}

/** @throws DeskError REFUSED when tickets or redirection rules name the person: then make it inactive instead */
export async function removeRepresentative(
  database: Database,
  change: { id: string; actor: Actor; now: string },
): Promise<void> {
  const { actor, now } = change;
  await database.transaction(async (transaction) => {
    const { id, name } = await findRepresentative(transaction, change.id);
    const count = await countTickets(transaction, 'representative_id', id);
    if (count > 0) {
      throw new DeskError(
        'REFUSED',
        `${sayTickets(count)} ${count === 1 ? 'is' : 'are'} assigned to ${name}; assign them to others, or make ${name} inactive`,
        { details: { tickets: count } },
      );
    }
    const rules = await rulesNaming(transaction, id);
    if (rules.length > 0)
      throw new DeskError('REFUSED', `${name} is a recipient of redirection rule ${rules.join(', ')}; edit it first`);
    await transaction('representatives').where({ id }).delete();
    await writeAudit(transaction, { actor, action: 'representative.removed', subject: id, data: { name }, now });
  });
}
