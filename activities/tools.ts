import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { MailCredentials } from '../channels/email/mail-credentials.ts';
import type { MailTransport } from '../channels/email/mail-transport.ts';
import type { PlatformAccess } from '../client/platform-access.ts';
import type { Database } from '../database/connect.ts';
import type { HoldAt } from '../domain/fail-points.ts';

/** What activities act with; joined once by worker/main.ts, replaced by tests where the outside is. */
export interface Tools {
  database: Database;
  client: Client;
  credentials: MailCredentials;
  transport: MailTransport;
  /** Accounts at platforms. */
  platforms: PlatformAccess;
  /** Signs reply addresses; null without a secret key: redirection mails then carry no way to answer. */
  replyKey: Buffer | null;
  log: Logger;
  /** How long one attempt of a delivery may take. */
  attemptSeconds: number;
  /** How long a write without an answer is left alone before its platform is asked for it. */
  unsureSettleSeconds: number;
  /** How long an input may wait before reconcile looks at its ticket. */
  waitingSeconds: number;
  lingerSeconds: number;
  continueAfterEvents: number;
  failPoint: HoldAt;
  isReconcileOn: boolean;
}
