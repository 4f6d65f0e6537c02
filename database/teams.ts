import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { writeAudit } from './audit.ts';
import type { Connection, Database } from './connect.ts';
import { countTickets, freeName, pickNamed, sayTickets } from './named-row.ts';
import { newId } from './new-id.ts';
import { rulesNaming } from './rules-naming.ts';

export interface Team {
  id: string;
  name: string;
  members: { id: string; name: string }[];
}

export async function listTeams(connection: Connection): Promise<Team[]> {
  const { rows } = await connection.raw<{ rows: Team[] }>(
    `SELECT teams.id, teams.name, coalesce(json_agg(json_build_object('id', representatives.id, 'name', representatives.name)
         ORDER BY representatives.name_folded) FILTER (WHERE representatives.id IS NOT NULL), '[]') AS members
     FROM teams
       LEFT JOIN team_members ON team_members.team_id = teams.id
       LEFT JOIN representatives ON representatives.id = team_members.representative_id
     GROUP BY teams.id ORDER BY teams.name_folded`,
  );
  return rows;
}

/** @throws DeskError NOT_FOUND */
export async function findTeam(connection: Connection, idOrName: string): Promise<Team> {
  return pickNamed(await listTeams(connection), 'team', idOrName);
}

export interface TeamSave {
  /** Null for a new one. */
  id: string | null;
  name: string;
  /** Ids of representatives. */
  memberIds: string[];
  actor: Actor;
  now: string;
}

/** @returns the id. @throws DeskError INVALID_INPUT */
export async function saveTeam(database: Database, save: TeamSave): Promise<string> {
  return database.transaction(async (transaction) => {
    const known = save.id === null ? null : await findTeam(transaction, save.id);
    const id = known?.id ?? newId();
    const row = await freeName(transaction, { table: 'teams', noun: 'team', id, name: save.name });
    if (known) await transaction('teams').where({ id }).update(row);
    else await transaction('teams').insert({ id, ...row, created_at: save.now });
    await transaction('team_members').where({ team_id: id }).delete();
    const members = [...new Set(save.memberIds)].map((memberId) => ({ team_id: id, representative_id: memberId }));
    if (members.length > 0) await transaction('team_members').insert(members);
    const data = { name: row.name, members: members.length };
    await writeAudit(transaction, { actor: save.actor, action: 'team.saved', subject: id, data, now: save.now });
    return id;
  });
}

/** @throws DeskError REFUSED when tickets or redirection rules name it */
export async function removeTeam(database: Database, change: { id: string; actor: Actor; now: string }): Promise<void> {
  const { actor, now } = change;
  await database.transaction(async (transaction) => {
    const { id, name } = await findTeam(transaction, change.id);
    const count = await countTickets(transaction, 'team_id', id);
    if (count > 0)
      throw new DeskError(
        'REFUSED',
        `${sayTickets(count)} ${count === 1 ? 'is' : 'are'} assigned to ${name}; assign them to others first`,
        { details: { tickets: count } },
      );
    const rules = await rulesNaming(transaction, id);
    if (rules.length > 0)
      throw new DeskError('REFUSED', `${name} is a recipient of redirection rule ${rules.join(', ')}; edit it first`);
    await transaction('teams').where({ id }).delete();
    await writeAudit(transaction, { actor, action: 'team.removed', subject: id, data: { name }, now });
  });
}
