import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { createSecrets } from '../../../channels/secrets.ts';
import type { Desk } from '../../../client/ask.ts';
import { connect, type Database } from '../../../database/connect.ts';
import { migrate } from '../../../database/migrate.ts';
import { newId } from '../../../database/new-id.ts';
import { saveRule } from '../../../database/redirection-rules.ts';
import { seedDesk } from '../../../database/seed-desk.ts';
import { saveSource } from '../../../database/sources.ts';
import { theDesk } from '../../../domain/actor.ts';
import { fold } from '../../../domain/fold.ts';
import { ACKNOWLEDGEMENT_TEMPLATES } from '../../../domain/mail/acknowledgement.ts';
import { findFreePort } from '../../../embedded/free-port.ts';
import { startNodePart } from '../../../embedded/node-part.ts';
import { startPostgres } from '../../../embedded/postgres.ts';
import { supervise, type PartPlan, type SupervisedPart } from '../../../embedded/supervise.ts';
import { askTemporalVersion } from '../../../embedded/temporal-version.ts';
import { startTemporal } from '../../../embedded/temporal.ts';
import { openMailSandbox, type MailSandboxInTest } from '../mail-sandbox.ts';
import { eventually, STORY_KEY } from '../story-desk.ts';
import type { Mailbox } from './mail-plan.ts';

export type PartName = 'worker' | 'intake' | 'postgres' | 'temporal';

/** Who gets a notice: two of every ticket, two of those that came in by sales; one of them is named by both rules. */
export const everyTicket = ['lead@outside.test', 'second@outside.test'];
export const salesTickets = ['second@outside.test', 'sales-lead@outside.test'];

/** An attempt of a delivery is over after this long: a cut within it may cost one repeat. */
export const attemptSeconds = 10;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const quickRestart = { firstSeconds: 0.05, longestSeconds: 1, healthySeconds: 2 };

/**
 * A whole desk for the crash story: its own PostgreSQL, Temporal, worker and intake, each in its own process, supervised
 * as in `deskhand up`, so that each may be killed; and a mail server in this process, which never is.
 */
export class DeskUnderFire {
  readonly folder = mkdtempSync(join(tmpdir(), 'crash-'));
  readonly failPointsFolder = join(this.folder, 'fail-points');
  readonly sourceIds = {} as Record<Mailbox, string>;
  mail!: MailSandboxInTest;
  database!: Database;
  databaseUrl = '';
  temporalAddress = '';
  /** The same over restarts: platforms push to it. */
  intakePort = 0;
  desk!: Desk;
  readonly #parts = new Map<PartName, SupervisedPart>();
  #engineConnection: Connection | undefined;
  #isEngineDataToGo = false;

  /** Starts everything, with two mailboxes polled every second and two redirection rules. */
  async start(): Promise<void> {
    // As root, PostgreSQL runs as another user, who has to get through to its data.
    chmodSync(this.folder, 0o711);
    this.mail = await openMailSandbox();
    this.intakePort = await findFreePort();
    await Promise.all([this.#run(await this.#postgres()), this.#run(await this.#temporal())]);
    await this.#prepareDatabase();
    this.#engineConnection = Connection.lazy({ address: this.temporalAddress });
    this.desk = {
      database: this.database,
      client: new Client({ connection: this.#engineConnection }),
      lingerSeconds: 0.5,
      continueAfterEvents: 2000,
    };
    await Promise.all([this.#run(this.#ownPart('worker')), this.#run(this.#ownPart('intake'))]);
  }

  /** The address at which the platform of a source pushes. */
  door(sourceId: string): string {
    return `http://127.0.0.1:${this.intakePort}/webhooks/${sourceId}`;
  }

  /** Ends a process as a power cut would; its supervisor starts it again. @returns the process that died */
  async kill(name: PartName): Promise<number> {
    const pid = await this.runningPid(name);
    const restarts = this.#part(name).status().restarts;
    process.kill(pid, 'SIGKILL');
    await eventually(() => {
      if (this.#part(name).status().restarts === restarts && this.#part(name).status().state === 'running')
        throw new Error(`${name} lives`);
    });
    return pid;
  }

  async runningPid(name: PartName): Promise<number> {
    return eventually(() => {
      const { state, pid } = this.#part(name).status();
      if (state !== 'running' || pid === null)
        throw new Error(`${name} is ${state}: ${this.#part(name).status().trouble}`);
      return pid;
    }, 30_000);
  }

  /** Ends the engine and takes its file away: it starts empty, at the same address, while everybody else runs on. */
  async killEngineAndItsData(): Promise<number> {
    this.#isEngineDataToGo = true;
    return this.kill('temporal');
  }

  logOf(name: PartName): string {
    return join(this.folder, `${name}.log`);
  }

  async stop(): Promise<void> {
    for (const name of ['intake', 'worker'] as const) await this.#parts.get(name)?.stop();
    await this.database?.destroy();
    await this.#engineConnection?.close();
    for (const name of ['temporal', 'postgres'] as const) await this.#parts.get(name)?.stop();
    await this.mail?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #part(name: PartName): SupervisedPart {
    return this.#parts.get(name)!;
  }

  async #run(plan: PartPlan & { name: PartName }): Promise<void> {
    const part = supervise({ ...plan, backOff: quickRestart });
    this.#parts.set(plan.name, part);
    await part.started;
  }

  #log(name: PartName): (line: string) => void {
    return (line) => appendFileSync(this.logOf(name), `${line}\n`);
  }

  async #postgres() {
    const port = await findFreePort();
    const start = async (signal: AbortSignal) => {
      const running = await startPostgres({
        directory: join(this.folder, 'postgres'),
        port,
        durable: false,
        log: this.#log('postgres'),
        signal,
      });
      this.databaseUrl = running.url;
      return running;
    };
    return { name: 'postgres' as const, start };
  }

  async #temporal() {
    const port = await findFreePort();
    const binary = await askTemporalVersion(process.env['TEST_TEMPORAL_CLI'] ?? '');
    const directory = join(this.folder, 'temporal');
    this.temporalAddress = `127.0.0.1:${port}`;
    const start = (signal: AbortSignal) => {
      if (this.#isEngineDataToGo) removeEngineFiles(directory);
      this.#isEngineDataToGo = false;
      return startTemporal({ directory, binary, port, log: this.#log('temporal'), signal });
    };
    return { name: 'temporal' as const, start };
  }

  #ownPart(name: 'worker' | 'intake') {
    const environment = {
      ...this.childEnvironment(),
      DESKHAND_LINGER_SECONDS: '0.5',
      DESKHAND_RECONCILE_SECONDS: '3',
      DESKHAND_WAITING_SECONDS: '3',
      DESKHAND_ATTEMPT_SECONDS: String(attemptSeconds),
      DESKHAND_UNSURE_SETTLE_SECONDS: '0.5',
      DESKHAND_INTAKE_PORT: String(this.intakePort),
      DESKHAND_LOG_LEVEL: 'warn',
      // For the proof that the story bites.
      DESKHAND_RECONCILE: process.env['CRASH_RECONCILE'] ?? 'on',
    };
    const start = (signal: AbortSignal) =>
      startNodePart({ words: [program(), name], environment, log: this.#log(name), signal });
    return { name, start };
  }

  childEnvironment(): Record<string, string | undefined> {
    return {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      DATABASE_URL: this.databaseUrl,
      TEMPORAL_ADDRESS: this.temporalAddress,
      DESKHAND_SECRET_KEY: STORY_KEY,
      DESKHAND_HOME: this.folder,
      DESKHAND_FAIL_POINTS: this.failPointsFolder,
    };
  }

  async #prepareDatabase(): Promise<void> {
    const now = new Date().toISOString();
    await migrate(this.databaseUrl);
    this.database = connect(this.databaseUrl);
    // What is committed must outlive the process; the machine itself is not cut off here.
    await this.database.raw('ALTER DATABASE deskhand SET synchronous_commit = on');
    await this.database.destroy();
    this.database = connect(this.databaseUrl, { applicationName: 'crash-story' });
    await seedDesk(this.database, now);
    await this.#addMailAccounts(now);
    const addresses = (list: string[]) => list.map((address) => ({ kind: 'address' as const, address }));
    await saveRule(this.database, {
      ruleId: null,
      tags: ['*'],
      recipients: addresses(everyTicket),
      actor: theDesk,
      now,
    });
    await saveRule(this.database, {
      ruleId: null,
      tags: ['Sales'],
      recipients: addresses(salesTickets),
      actor: theDesk,
      now,
    });
  }

  async #addMailAccounts(now: string): Promise<void> {
    const senderId = newId();
    await this.database('senders').insert({
      id: senderId,
      name: 'Support',
      name_folded: fold('Support'),
      settings: JSON.stringify({
        fromAddress: 'support@sample.test',
        fromName: 'Sample Support',
        host: '127.0.0.1',
        port: this.mail.smtpPort,
        security: 'none',
      }),
      is_default: true,
      created_at: now,
    });
    await this.#addMailbox({ user: 'support', tags: ['Support'], acknowledges: false, senderId, now });
    await this.#addMailbox({ user: 'sales', tags: ['Sales'], acknowledges: true, senderId, now });
  }

  async #addMailbox(box: {
    user: Mailbox;
    tags: string[];
    acknowledges: boolean;
    senderId: string;
    now: string;
  }): Promise<void> {
    const { user, tags, senderId, now } = box;
    const sourceId = await saveSource(this.database, {
      id: null,
      channel: 'email',
      name: `${user}@sample.test`,
      settings: {},
      senderId,
      tags,
      pollIntervalSeconds: 1,
      acknowledgement: { isOn: box.acknowledges, ...ACKNOWLEDGEMENT_TEMPLATES.tr },
      actor: theDesk,
      now,
    });
    this.sourceIds[user] = sourceId;
    const sealed = createSecrets(Buffer.from(STORY_KEY, 'base64')).seal('secret', `source:${sourceId}:password`);
    await this.database('sources')
      .where({ id: sourceId })
      .update({
        settings: JSON.stringify({
          host: '127.0.0.1',
          port: this.mail.imapPort,
          security: 'none',
          user,
          auth: { kind: 'password', secret: { sealed } },
          addresses: [`${user}@sample.test`],
        }),
      });
  }
}

function removeEngineFiles(directory: string): void {
  for (const name of readdirSync(directory)) if (name.startsWith('engine.db')) rmSync(join(directory, name));
}

/** The built program, or its sources; CRASH_PROGRAM names another, to see the story fail with it. */
function program(): string {
  const built = join(root, 'dist', 'deskhand.js');
  return process.env['CRASH_PROGRAM'] ?? (existsSync(built) ? built : join(root, 'cli', 'main.ts'));
}
