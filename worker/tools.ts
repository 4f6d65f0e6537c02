import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { Tools } from '../activities/tools.ts';
import { createMailCredentials } from '../channels/email/mail-credentials.ts';
import { createMailTransport } from '../channels/email/mail-transport.ts';
import { createTokenCache } from '../channels/email/oauth2.ts';
import { createSecrets } from '../channels/secrets.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/connect.ts';
import { createFailPoint } from './fail-point.ts';

/** Joins the tools that activities act with. */
export function createTools(parts: { config: Config; database: Database; client: Client; log: Logger }): Tools {
  const { config, database, client, log } = parts;
  const secrets = createSecrets(config.secretKey);
  const { environment } = config;
  const credentials = createMailCredentials({ secrets, tokens: createTokenCache(), environment });
  return {
    database,
    client,
    log,
    credentials,
    transport: createMailTransport({ credentials }),
    platforms: { database, secrets, environment, log },
    replyKey: config.secretKey,
    attemptSeconds: config.attemptSeconds,
    unsureSettleSeconds: config.unsureSettleSeconds,
    waitingSeconds: config.waitingSeconds,
    lingerSeconds: config.lingerSeconds,
    continueAfterEvents: config.continueAfterEvents,
    failPoint: createFailPoint(config.failPointsFolder),
    isReconcileOn: config.reconcile,
  };
}
