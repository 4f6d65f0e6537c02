import { findPlatformChannel } from '../channels/table.ts';
import type { AuditAccess } from '../client/audit-source.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import { safeLine } from '../domain/safe-text.ts';
import type { AuditView } from '../domain/source-health.ts';
import { withAuditAccess } from './audit-access.ts';
import type { DeskContext } from './context.ts';
import { parsePeriod } from './period.ts';
import { printAnswer } from './print.ts';

interface GapFlags {
  since: string;
  until?: string;
  bring?: boolean;
}

/** What was found of one source, or why nothing could be. */
type Found = { source: Source } & ({ audit: AuditView } | { trouble: DeskError });

/**
 * `deskhand source gaps`: what sources hold of a period and never became inbound items. Ends with 1 when something is
 * missing, or when a source could not be looked at.
 */
export async function findGaps(context: DeskContext, name: string | undefined, flags: GapFlags): Promise<void> {
  const period = parsePeriod({ from: flags.since, to: flags.until }, new Date());
  const { findSource, listSources } = await import('../database/sources.ts');
  const sources = name
    ? [await findSource(context.database, name)]
    : (await listSources(context.database)).filter(canBeCompared);
  if (sources.length === 0) throw new DeskError('REFUSED', 'no source is on that could be asked what it holds');
  const actor = await context.owner();
  const { auditSource } = await import('../client/audit-source.ts');
  const isWhole = await withAuditAccess(context, async (access: AuditAccess) => {
    let isAllThere = true;
    for (const source of sources) {
      const asking = { source, ...period, bring: flags.bring ?? false, actor };
      const found: Found = await auditSource(access, asking).then(
        (audit) => ({ source, audit }),
        // One that cannot be asked does not hide what the others lack; named alone it is the answer.
        (trouble: unknown) => {
          if (name || !(trouble instanceof DeskError)) throw trouble;
          return { source, trouble };
        },
      );
      tell(context, found);
      isAllThere &&= isThere(found);
    }
    return isAllThere;
  });
  if (!isWhole) process.exitCode = 1;
}

/** Only what is on is to be whole; what is pushed only cannot be asked. */
function canBeCompared({ channel, isOn }: Source): boolean {
  const platform = findPlatformChannel(channel);
  return isOn && (channel === 'email' || (platform !== undefined && platform.pollSeconds !== null));
}

function isThere(found: Found): boolean {
  return 'audit' in found && found.audit.error === null && found.audit.missing.length === found.audit.broughtCount;
}

function tell(context: DeskContext, found: Found): void {
  const { id, name } = found.source;
  if ('trouble' in found) {
    const { code, message, mend, line } = found.trouble;
    return printAnswer(context, { sourceId: id, source: name, error: { code, message, mend } }, `${name}: ${line}`);
  }
  const { audit } = found;
  printAnswer(
    context,
    { sourceId: id, source: name, ...audit },
    [`${name}: ${words(audit)}`, ...missingLines(audit)].join('\n'),
  );
}

function words({ from, to, heldCount, missing, broughtCount, error }: AuditView): string {
  const period = `${from} to ${to}`;
  if (error) return `${period} could not be compared whole. ${error.code}: ${error.message}`;
  if (missing.length === 0) return `nothing is missing of ${heldCount} from ${period}`;
  const brought = broughtCount > 0 ? `, ${broughtCount} of them taken in now` : '; --bring takes them in';
  return `${missing.length} missing of ${heldCount} from ${period}${brought}`;
}

function missingLines({ missing }: AuditView): string[] {
  return missing.map(({ itemId, at, hint }) => `  ${safeLine(itemId, 60)}  ${at ?? ''}  ${safeLine(hint, 80)}`);
}
