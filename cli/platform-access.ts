import { createSecrets } from '../channels/secrets.ts';
import type { PlatformAccess } from '../client/platform-access.ts';
import type { DeskContext } from './context.ts';

/** Reaches accounts at platforms from a typed command. */
export async function platformAccess(context: DeskContext): Promise<PlatformAccess> {
  const { database, config } = context;
  return { database, secrets: createSecrets(await context.secretKey()), environment: config.environment };
}
