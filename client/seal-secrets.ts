import type { SecretRef } from '../domain/secret-ref.ts';
import { secretContext } from './open-account.ts';
import type { PlatformAccess } from './platform-access.ts';

/** Secrets of a source as they may be kept, by the name of the setting. @throws DeskError SECRET_KEY_MISSING */
export function sealSecrets(
  { secrets }: Pick<PlatformAccess, 'secrets'>,
  sourceId: string,
  clear: Readonly<Record<string, string>>,
): Record<string, SecretRef> {
  const entries = Object.entries(clear);
  return Object.fromEntries(
    entries.map(([name, text]) => [name, { sealed: secrets.seal(text, secretContext(sourceId, name)) }]),
  );
}
