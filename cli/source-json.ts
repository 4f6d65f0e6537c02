import type { Source } from '../database/sources.ts';
import { secretRef } from '../domain/secret-ref.schema.ts';
import type { SourceHealth } from '../domain/source-health.ts';

/** A source as typed commands print it. Settings hold no secrets, only where they are; sealed text stays home all the same. */
export function sourceJson({ settings, ...source }: Source, health: SourceHealth | null) {
  const { auth, ...plain } = settings;
  const shown = Object.fromEntries(Object.entries(plain).map(([name, value]) => [name, withoutSecret(value)]));
  const login = source.channel === 'email' ? { login: (auth as { kind?: string } | undefined)?.kind ?? null } : {};
  return { ...source, settings: { ...shown, ...login }, health };
}

/** Of a secret only where it is. */
export function withoutSecret(value: unknown): unknown {
  const secret = secretRef.safeParse(value);
  if (!secret.success) return value;
  return 'env' in secret.data ? secret.data : 'sealed';
}
