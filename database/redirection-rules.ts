import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import type { RedirectionDirectory } from '../domain/redirection-recipients.ts';
import type { RedirectionRecipient, RedirectionRule } from '../domain/redirection.ts';
import { writeAudit } from './audit.ts';
import { checkRedirection } from './check-redirection.ts';
import type { Connection, Database } from './connect.ts';
import { newId } from './new-id.ts';
import { listOwnAddresses } from './sources.ts';

export interface RuleRow extends RedirectionRule {
  /** What people call it: its place in the list. */
  number: number;
  savedAt: string;
}

/** Rules in their order, paused ones too: a trace says of each why it acted or did not. */
export async function listLiveRules(connection: Connection): Promise<RuleRow[]> {
  const rows = await connection('redirection_rules')
    .join('redirection_rule_versions', (join) => {
      join
        .on('redirection_rule_versions.rule_id', 'redirection_rules.id')
        .andOn('redirection_rule_versions.version', 'redirection_rules.version');
    })
    .whereNull('redirection_rules.removed_at')
    .orderBy(['redirection_rules.position', 'redirection_rules.id'])
    .select<
      {
        id: string;
        position: number;
        version: number;
        is_paused: boolean;
        tags: string[];
        recipients: RedirectionRecipient[];
        saved_at: Date;
      }[]
    >(
      'redirection_rules.id',
      'redirection_rules.position',
      'redirection_rules.version',
      'redirection_rules.is_paused',
      'redirection_rule_versions.tags',
      'redirection_rule_versions.recipients',
      'redirection_rule_versions.saved_at',
    );
  return rows.map((row) => ({
    id: row.id,
    number: row.position,
    version: row.version,
    isPaused: row.is_paused,
    tags: row.tags,
    recipients: row.recipients,
    savedAt: row.saved_at.toISOString(),
  }));
}

export async function loadRedirectionDirectory(connection: Connection): Promise<RedirectionDirectory> {
  const representatives = await connection('representatives').select<
    { id: string; name: string; email: string; is_active: boolean }[]
  >('id', 'name', 'email', 'is_active');
  const teams = await connection.raw<{ rows: { id: string; name: string; memberIds: string[] }[] }>(
    `SELECT teams.id, teams.name, coalesce(array_agg(team_members.representative_id)
        FILTER (WHERE team_members.representative_id IS NOT NULL), '{}') AS "memberIds"
     FROM teams LEFT JOIN team_members ON team_members.team_id = teams.id GROUP BY teams.id`,
  );
  return {
    representatives: representatives.map(({ id, name, email, is_active }) => ({
      id,
      name,
      email,
      isActive: is_active,
    })),
    teams: teams.rows,
    ourAddresses: await listOwnAddresses(connection),
  };
}

export interface RuleSave {
  /** Null for a new rule. */
  ruleId: string | null;
  tags: string[];
  recipients: RedirectionRecipient[];
  actor: Actor;
  now: string;
}

/**
 * Saves a rule as a new, immutable version.
 * @returns its id
 * @throws DeskError NOT_FOUND when the rule to edit is gone, INVALID_INPUT, RECIPIENT_IS_OURS
 */
export async function saveRule(database: Database, save: RuleSave): Promise<string> {
  return database.transaction(async (transaction) => {
    await checkRedirection(transaction, save);
    const id = save.ruleId ?? newId();
    const version = save.ruleId === null ? 1 : await nextVersion(transaction, save.ruleId);
    if (save.ruleId === null) {
      await transaction.raw(
        `INSERT INTO redirection_rules (id, position, version, created_at)
         SELECT ?, coalesce(max(position), 0) + 1, 1, ? FROM redirection_rules`,
        [id, save.now],
      );
    } else {
      await transaction('redirection_rules').where({ id }).update({ version });
    }
    await transaction('redirection_rule_versions').insert({
      rule_id: id,
      version,
      tags: save.tags,
      recipients: JSON.stringify(save.recipients),
      saved_at: save.now,
      saved_by: JSON.stringify(save.actor),
    });
    await writeAudit(transaction, {
      actor: save.actor,
      action: 'redirection.saved',
      subject: id,
      data: { version },
      now: save.now,
    });
    return id;
  });
}

async function nextVersion(transaction: Connection, ruleId: string): Promise<number> {
  const row = await transaction('redirection_rules')
    .where({ id: ruleId, removed_at: null })
    .forUpdate()
    .first<{ version: number } | undefined>('version');
  if (!row) throw new DeskError('NOT_FOUND', `there is no redirection rule ${ruleId}`);
  return row.version + 1;
}

export async function pauseRule(
  database: Database,
  change: { ruleId: string; isPaused: boolean; actor: Actor; now: string },
): Promise<void> {
  const { ruleId, isPaused, actor, now } = change;
  const count = await database('redirection_rules')
    .where({ id: ruleId, removed_at: null })
    .update({ is_paused: isPaused });
  if (count === 0) throw new DeskError('NOT_FOUND', `there is no redirection rule ${ruleId}`);
  await writeAudit(database, {
    actor,
    action: isPaused ? 'redirection.paused' : 'redirection.resumed',
    subject: ruleId,
    now,
  });
}

export async function removeRule(
  database: Database,
  change: { ruleId: string; actor: Actor; now: string },
): Promise<void> {
  const count = await database('redirection_rules')
    .where({ id: change.ruleId, removed_at: null })
    .update({ removed_at: change.now });
  if (count === 0) throw new DeskError('NOT_FOUND', `there is no redirection rule ${change.ruleId}`);
  await writeAudit(database, {
    actor: change.actor,
    action: 'redirection.removed',
    subject: change.ruleId,
    now: change.now,
  });
}
