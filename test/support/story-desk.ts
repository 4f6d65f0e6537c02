import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { readConfig, type Config } from '../../config.ts';
import { createSecrets } from '../../channels/secrets.ts';
import type { Desk } from '../../client/ask.ts';
import { callsEnded } from '../../client/calls-under-way.ts';
import { connect, type Database } from '../../database/connect.ts';
import { migrate } from '../../database/migrate.ts';
import { newId } from '../../database/new-id.ts';
import { seedDesk } from '../../database/seed-desk.ts';
import { saveSource } from '../../database/sources.ts';
import { fold } from '../../domain/fold.ts';
import { theDesk } from '../../domain/actor.ts';
import { runWorker } from '../../worker/main.ts';
import { openMailSandbox, type MailSandboxInTest } from './mail-sandbox.ts';

/** 32 bytes, the same in every story. */
export const STORY_KEY = Buffer.alloc(32, 7).toString('base64');

export interface StoryDesk {
  config: Config;
  database: Database;
  databaseUrl: string;
  namespace: string;
  client: Client;
  desk: Desk;
  mail: MailSandboxInTest;
  /** The mailbox source and the sender of the story. */
  sourceId: string;
  senderId: string;
  startWorker(): Promise<RunningWorker>;
  close(): Promise<void>;
}

export interface RunningWorker {
  stop(): Promise<void>;
}

/**
 * A desk of its own for one story: a database, a namespace and a mail server that nobody else uses, with the mailbox
 * support@sample.test polled every second.
 */
export async function startStoryDesk(environment: Record<string, string> = {}): Promise<StoryDesk> {
  const name = `story_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const databaseUrl = await createDatabase(name);
  const temporalAddress = process.env['TEST_TEMPORAL_ADDRESS'] ?? '';
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    TEMPORAL_ADDRESS: temporalAddress,
    TEMPORAL_NAMESPACE: name,
    DESKHAND_SECRET_KEY: STORY_KEY,
    DESKHAND_LINGER_SECONDS: '1',
    DESKHAND_RECONCILE_SECONDS: '2',
    DESKHAND_WAITING_SECONDS: '1',
    DESKHAND_LOG_LEVEL: 'error',
    ...environment,
  });
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace: name });
  await registerNamespace(client, name);
  const database = connect(databaseUrl);
  const mail = await openMailSandbox();
  const { sourceId, senderId } = await addMailAccounts(database, mail);
  const workers: RunningWorker[] = [];
  return {
    config,
    database,
    databaseUrl,
    namespace: name,
    client,
    mail,
    sourceId,
    senderId,
    desk: { database, client, lingerSeconds: config.lingerSeconds, continueAfterEvents: config.continueAfterEvents },
    async startWorker() {
      const worker = await startWorker({ config, databaseUrl, namespace: name, temporalAddress });
      workers.push(worker);
      return worker;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await removeSchedules(client);
      await callsEnded(client);
      await database.destroy();
      await connection.close();
      await mail.stop();
    },
  };
}

async function createDatabase(name: string): Promise<string> {
  const server = process.env['TEST_DATABASE_URL'] ?? '';
  const admin = connect(server);
  await admin.raw(`CREATE DATABASE ${name}`);
  await admin.destroy();
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  const database = connect(url.href);
  await seedDesk(database, new Date().toISOString());
  await database.destroy();
  return url.href;
}

async function registerNamespace(client: Client, namespace: string): Promise<void> {
  await client.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: (86_400 * 30) as never },
  });
  await eventually(() => client.workflowService.describeNamespace({ namespace }));
}

/** Left in the engine they would start workflows every second, for nobody, until the last test ends. */
async function removeSchedules(client: Client): Promise<void> {
  for await (const { scheduleId } of client.schedule.list()) {
    await client.schedule
      .getHandle(scheduleId)
      .delete()
      .catch(() => {});
  }
}

/** Tries until it does not throw: for what becomes true by itself. */
export async function eventually<T>(check: () => Promise<T> | T, withinMilliseconds = 40_000): Promise<T> {
  const until = Date.now() + withinMilliseconds;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await sleep(40);
    }
  }
}

async function addMailAccounts(
  database: Database,
  mail: MailSandboxInTest,
): Promise<{ sourceId: string; senderId: string }> {
  const secrets = createSecrets(Buffer.from(STORY_KEY, 'base64'));
  const now = new Date().toISOString();
  const senderId = newId();
  await database('senders').insert({
    id: senderId,
    name: 'Support',
    name_folded: fold('Support'),
    settings: JSON.stringify({
      fromAddress: 'support@sample.test',
      fromName: 'Sample Support',
      host: '127.0.0.1',
      port: mail.smtpPort,
      security: 'none',
    }),
    is_default: true,
    created_at: now,
  });
  const sourceId = await saveSource(database, {
    id: null,
    channel: 'email',
    name: 'support@sample.test',
    settings: {},
    senderId,
    tags: ['Support'],
    pollIntervalSeconds: 1,
    acknowledgement: null,
    actor: theDesk,
    now,
  });
  const sealed = secrets.seal('secret', `source:${sourceId}:password`);
  await database('sources')
    .where({ id: sourceId })
    .update({
      settings: JSON.stringify({
        host: '127.0.0.1',
        port: mail.imapPort,
        security: 'none',
        user: 'support',
        auth: { kind: 'password', secret: { sealed } },
        addresses: ['support@sample.test'],
      }),
    });
  return { sourceId, senderId };
}

async function startWorker(run: {
  config: Config;
  databaseUrl: string;
  namespace: string;
  temporalAddress: string;
}): Promise<RunningWorker> {
  const stopping = new AbortController();
  let done: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    done = runWorker({
      config: run.config,
      databaseUrl: run.databaseUrl,
      engine: { address: run.temporalAddress, namespace: run.namespace },
      signal: stopping.signal,
      onReady: resolve,
    });
    done.catch(reject);
  });
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}
