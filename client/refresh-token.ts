import { claimRefresh, keepRefreshed, tellTokenTrouble } from '../database/platform/token-refresh.ts';
import type { Source } from '../database/sources.ts';
import { DeskError } from '../domain/errors.ts';
import { tokenNeeds } from '../domain/platform/token-needs.ts';
import { openAccount } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';
import { sealSecrets } from './seal-secrets.ts';

/**
 * Renews the token of a source when it is due; several workers do it once. What goes wrong is told on the source while the
 * token still works.
 * @returns whether it was renewed, was not due (or is another worker's), or could not be
 */
export async function refreshToken(
  access: PlatformAccess,
  { source, now }: { source: Source; now: string },
): Promise<'refreshed' | 'not-due' | 'failed'> {
  const { account } = openAccount(access, source);
  const needs = tokenNeeds({
    endsAt: source.tokenEndsAt?.getTime() ?? null,
    refreshedAt: source.tokenRefreshedAt?.getTime() ?? null,
    canRefresh: account.refreshToken !== null,
    now: Date.parse(now),
  });
  const { id: sourceId } = source;
  if (needs === 'word') await tellTokenTrouble(access.database, { sourceId, trouble: endOf(source), now });
  if (needs !== 'refresh' || !account.refreshToken) return 'not-due';
  if (!(await claimRefresh(access.database, { sourceId, now }))) return 'not-due';
  try {
    const { secrets, tokenEndsAt } = await account.refreshToken();
    const sealed = sealSecrets(access, sourceId, secrets);
    const replaced = Object.fromEntries(Object.keys(sealed).map((name) => [name, source.settings[name]]));
    await keepRefreshed(access.database, { sourceId, replaced, secrets: sealed, tokenEndsAt, now });
    return 'refreshed';
  } catch (error) {
    const known = error instanceof DeskError ? error : new DeskError('UNEXPECTED', 'the program stumbled');
    if (known.code === 'UNEXPECTED') access.log?.error({ sourceId, error }, 'a token could not be renewed');
    const message = `the token could not be renewed and ends on ${dayOf(source)}: ${known.message}`;
    await tellTokenTrouble(access.database, { sourceId, trouble: { code: known.code, message }, now });
    return 'failed';
  }
}

function endOf(source: Source) {
  return {
    code: 'PLATFORM_LOGIN_REJECTED' as const,
    message: `the token ends on ${dayOf(source)}, and the platform renews it only by a new login`,
  };
}

function dayOf({ tokenEndsAt }: Source): string {
  return tokenEndsAt?.toISOString().slice(0, 10) ?? 'an unknown day';
}
