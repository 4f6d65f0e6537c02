import type { Logger } from 'pino';
import type { PlatformChannel } from '../channels/platform-channel.ts';
import type { Environment, Secrets } from '../channels/secrets.ts';
import type { Database } from '../database/connect.ts';

/** What accounts at platforms are reached with. */
export interface PlatformAccess {
  database: Database;
  secrets: Secrets;
  environment: Environment;
  log?: Logger;
  /** The channels there are; those of the table unless told. */
  channels?: readonly PlatformChannel[];
}
