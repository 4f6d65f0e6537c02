import { Context } from '@temporalio/activity';
import { auditSource as audit } from '../client/audit-source.ts';
import { channelsOf } from '../client/open-account.ts';
import { refreshToken } from '../client/refresh-token.ts';
import { loadDesk } from '../database/load-desk.ts';
import { forgetAudits } from '../database/platform/source-audits.ts';
import { takeInWaitingResponses } from '../database/pushed/redirect-responses.ts';
import { findSource, listSources, noteAudited, type Source } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { lastNight } from '../domain/last-night.ts';
import { auditAccess } from './audit-access.ts';
import { lookAt } from './look-at.ts';
import type { Tools } from './tools.ts';

const DAY_MILLISECONDS = 86_400_000;
const AUDITED_DAYS = 3;
/** What has only just come may not have been polled yet. */
const FRESH_MILLISECONDS = 900_000;
const KEPT_DAYS = 90;

/**
 * Looks after every account that goes on: renews tokens that are due, and takes in responses that were left when the
 * source was switched on. What goes wrong with one source stands on it, and the next is looked at.
 */
export async function tendAccounts(tools: Tools): Promise<void> {
  for (const source of await listSources(tools.database)) {
    if (!isAtPlatform(tools, source) || source.accountId === null || source.stoppedAt) continue;
    const work = { sourceId: source.id, now: new Date().toISOString() };
    try {
      await refreshToken(tools.platforms, { source, now: work.now });
      if (!source.isOn) continue;
      const { ticketIds } = await takeInWaitingResponses(tools.database, work);
      for (const ticketId of ticketIds) await lookAt(tools, ticketId);
    } catch (error) {
      tools.log.error({ sourceId: source.id, error }, 'an account could not be looked after');
    }
  }
}

/** The sources whose nightly gap audit is due, by id. What is off or stopped is audited once it is on again. */
export async function sourcesToAudit(tools: Tools): Promise<string[]> {
  const now = new Date();
  await forgetAudits(tools.database, new Date(now.getTime() - KEPT_DAYS * DAY_MILLISECONDS).toISOString());
  const { settings } = await loadDesk(tools.database);
  const night = Date.parse(lastNight(settings.timeZone, now.toISOString()));
  return (await listSources(tools.database))
    .filter(({ isOn, stoppedAt, waitsUntil }) => isOn && !stoppedAt && !(waitsUntil && waitsUntil > now))
    .filter((source) => source.channel === 'email' || (isAtPlatform(tools, source) && source.accountId !== null))
    .filter(({ auditedAt, createdAt }) => (auditedAt ?? createdAt).getTime() < night)
    .map(({ id }) => id);
}

/** The nightly audit of one source: the last days against what became inbound items. It only lists what is missing. */
export async function auditSource(tools: Tools, { sourceId }: { sourceId: string }): Promise<void> {
  const now = Date.now();
  const source = await findSource(tools.database, sourceId);
  const period = {
    from: new Date(now - AUDITED_DAYS * DAY_MILLISECONDS).toISOString(),
    to: new Date(now - FRESH_MILLISECONDS).toISOString(),
  };
  const signal = Context.current().cancellationSignal;
  try {
    const { error, missing } = await audit(auditAccess(tools), {
      source,
      ...period,
      bring: false,
      actor: theDesk,
      signal,
    });
    if (error) return;
    if (missing.length > 0)
      tools.log.warn({ sourceId, missing: missing.length }, 'a gap audit found something missing');
  } catch (error) {
    // A channel that nothing can be compared with is done for today.
    if (!(error instanceof DeskError && error.code === 'REFUSED')) throw error;
  }
  await noteAudited(tools.database, { sourceId, now: new Date(now).toISOString() });
}

function isAtPlatform({ platforms }: Tools, source: Source): boolean {
  return channelsOf(platforms).some(({ channel }) => channel === source.channel);
}
