import type { Logger } from 'pino';
import type { Environment } from '../channels/secrets.ts';
import type { Desk } from '../client/ask.ts';

/** What the doors of HTTP need: the desk itself, and how it is known outside. */
export interface IntakeDesk extends Desk {
  /** Signs status links and visitors' tokens; null: none can be given. */
  secretKey: Buffer | null;
  /** Where secrets of sources may stand that are named, not sealed. Default: nowhere. */
  environment?: Environment;
  /** Address under which visitors reach the intake, without a slash at its end. */
  publicUrl: string;
  /** One who does not finish a request within so long is sent away. */
  requestSeconds: number;
  /** Where large files are kept aside while they come in. Default: the system's folder for temporary files. */
  spoolFolder?: string;
  log: Logger;
}
