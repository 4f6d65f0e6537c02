import { writeAudit } from '../database/audit.ts';
import { noteFault } from '../database/platform/pause-source.ts';
import { saveAudit } from '../database/platform/source-audits.ts';
import type { Source } from '../database/sources.ts';
import { isTransient } from '../database/transient.ts';
import type { Actor } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import type { AuditView } from '../domain/source-health.ts';
import type { AuditedSource, HeldItem } from './audited-source.ts';
import type { PlatformAccess } from './platform-access.ts';
import { platformHoldings } from './platform-holdings.ts';

const LONGEST_DAYS = 366;
const DAY_MILLISECONDS = 86_400_000;

export interface AuditAccess extends PlatformAccess {
  /** What mailboxes hold; null where mail cannot be read from here. */
  mailHoldings: ((source: Source) => AuditedSource) | null;
  /** Told of every ticket that something was brought to. */
  lookAt(ticketId: string): void;
}

export interface Auditing {
  source: Source;
  /** ISO; `to` is excluded. */
  from: string;
  to: string;
  /** Whether what is missing is taken in. */
  bring: boolean;
  actor: Actor;
  signal?: AbortSignal;
}

/**
 * Compares everything that a source holds of a period with what became inbound items, and lists what is missing; brings
 * that in when asked to. What goes wrong at the source on the way stands in the result.
 * @throws DeskError INVALID_INPUT for a period that is none; REFUSED when there is nothing to compare with, the source
 *   is stopped, or something is to be brought to one that is off
 */
export async function auditSource(access: AuditAccess, auditing: Auditing): Promise<AuditView> {
  const { source, from, to } = auditing;
  checkAuditing(auditing);
  const audited = source.channel === 'email' ? mailOf(access, source) : platformHoldings(access, source);
  const found = await compare(access, audited, auditing);
  const ranAt = new Date().toISOString();
  const view = await saveAudit(access.database, source.id, { from, to, ...found, ranAt });
  if (auditing.bring || auditing.actor.kind !== 'desk') {
    const data = { from, to, missing: found.missing.length, brought: found.broughtCount };
    await writeAudit(access.database, {
      actor: auditing.actor,
      action: 'source.audited',
      subject: source.id,
      data,
      now: ranAt,
    });
  }
  return view;
}

type Found = Pick<AuditView, 'heldCount' | 'missing' | 'broughtCount' | 'error'>;

async function compare(access: AuditAccess, audited: AuditedSource, auditing: Auditing): Promise<Found> {
  const { source, from, to, bring, signal = new AbortController().signal } = auditing;
  const found: Found = { heldCount: 0, missing: [], broughtCount: 0, error: null };
  try {
    await list(audited, { from, to, signal }, found);
    if (bring && found.missing.length > 0) await bringMissing(audited, found, signal);
  } catch (error) {
    found.error = await noteTrouble(access, source, error);
  }
  return found;
}

/** Fills in what is found: it stands when the listing breaks off half way. */
async function list(
  audited: AuditedSource,
  period: { from: string; to: string; signal: AbortSignal },
  found: Found,
): Promise<void> {
  const seen = new Set<string>();
  for await (const batch of audited.held(period)) {
    const items = batch.filter(({ itemId }) => !seen.has(itemId));
    for (const { itemId } of items) seen.add(itemId);
    found.heldCount = seen.size;
    found.missing.push(...(await withoutKnown(audited, items)));
  }
}

async function bringMissing(audited: AuditedSource, found: Found, signal: AbortSignal): Promise<void> {
  const { missing } = found;
  try {
    await audited.bring(
      missing.map(({ itemId }) => itemId),
      signal,
    );
  } finally {
    found.broughtCount = missing.length - (await withoutKnown(audited, missing)).length;
  }
}

async function withoutKnown(audited: AuditedSource, items: HeldItem[]): Promise<HeldItem[]> {
  const known = items.length > 0 ? await audited.known(items.map(({ itemId }) => itemId)) : new Set<string>();
  return items.filter(({ itemId }) => !known.has(itemId));
}

function checkAuditing({ source, from, to, bring }: Auditing): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MILLISECONDS;
  if (!(days > 0 && days <= LONGEST_DAYS))
    throw new DeskError('INVALID_INPUT', `a period is from a moment to a later one, ${LONGEST_DAYS} days at most`);
  if (source.stoppedAt)
    throw new DeskError('REFUSED', `${source.name} is stopped (${source.lastErrorCode}); mend that first`);
  if (source.waitsUntil && source.waitsUntil.getTime() > Date.now())
    throw new DeskError(
      'REFUSED',
      `${source.name} waits until ${source.waitsUntil.toISOString()}, as its platform said`,
    );
  if (bring && !source.isOn)
    throw new DeskError('REFUSED', `${source.name} is off and takes nothing in; switch it on first`);
}

function mailOf(access: AuditAccess, source: Source): AuditedSource {
  if (!access.mailHoldings) throw new DeskError('REFUSED', 'mailboxes cannot be read from here');
  return access.mailHoldings(source);
}

/** @throws what is no trouble of the source: the database's, and faults of the program */
async function noteTrouble(
  access: AuditAccess,
  source: Source,
  error: unknown,
): Promise<{ code: string; message: string }> {
  if (!(error instanceof DeskError) || isTransient(error)) throw error;
  if (error instanceof PlatformFault && (error.effect === 'stop' || error.effect === 'wait')) {
    const now = new Date().toISOString();
    await noteFault(access.database, { sourceId: source.id, fault: error, now, version: source.version });
  }
  return { code: error.code, message: error.message };
}
