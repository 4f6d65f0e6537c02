import type { Source } from '../database/sources.ts';
import { isLoopbackHost } from '../domain/loopback-host.ts';
import { readDiscovery } from '../embedded/discovery.ts';
import type { DeskContext } from './context.ts';

/** Where a platform pushes what is new of a source; null when nobody told where the intake is. */
export function webhookAddress(context: Pick<DeskContext, 'config'>, sourceId: string): string | null {
  const base = context.config.publicUrl ?? readDiscovery(context.config.home)?.intakeUrl ?? null;
  return base === null ? null : `${base}/webhooks/${sourceId}`;
}

/**
 * Where the platform of a source reaches this desk, without a slash at its end: the address told as public, or, for a
 * platform that stands on this machine, where the desk listens. Null when it cannot be reached.
 */
export function addressForPlatform(
  { config }: Pick<DeskContext, 'config'>,
  { settings }: Pick<Source, 'settings'>,
): string | null {
  if (config.publicUrl) return config.publicUrl;
  const platform = URL.parse(String(settings['baseUrl'] ?? ''));
  return platform && isLoopbackHost(platform.hostname) ? (readDiscovery(config.home)?.intakeUrl ?? null) : null;
}
