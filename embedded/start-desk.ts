import { join } from 'node:path';
import type { Config } from '../config.ts';
import { migrate } from '../database/migrate.ts';
import { DeskError } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import { readOrMakeSecretKey } from './desk-home.ts';
import type { Crew, PartVoice } from './crew.ts';
import { writeDiscovery } from './discovery.ts';
import type { Discovery } from './discovery.ts';
import { postgresPart, temporalPart } from './engine-parts.ts';
import { sameFreePort } from './free-port.ts';
import { startNodePart } from './node-part.ts';
import type { NodePartOptions, RunningNodePart } from './node-part.ts';
import type { StartProgress } from './start-progress.ts';
import type { PartPlan } from './supervise.ts';
import { waitForAddress } from './wait-for-address.ts';

/** How long a server named by the environment may take to answer before the start fails. */
const ownServerSeconds = 10;

const sandboxes = {
  mail: 'Sample mail',
  instagram: 'Sample Instagram',
  facebook: 'Sample Facebook',
  trendyol: 'Sample Trendyol',
  forms: 'Sample forms',
};

/** The worker lets deliveries on their way end; its own limit is a little less. */
const workerStopSeconds = 32;

export interface StartDeskOptions {
  config: Config;
  /** The program whose commands the children run: `node PROGRAM worker`. */
  program: string;
  crew: Crew;
  progress: StartProgress;
  /** With the stand-ins of the platforms. */
  sample: boolean;
  actAs: string | null;
}

export interface StartedDesk {
  discovery: Omit<Discovery, 'pid'>;
  /** What children of this desk, the terminal UI too, get as their environment. */
  environment: Record<string, string | undefined>;
}

/**
 * Starts every part as early as what it needs allows: the two engines and the sandbox at once, then the schema, then
 * worker and intake side by side. Rejects with the first failure; the crew still has to be stopped then.
 */
export async function startDesk(options: StartDeskOptions): Promise<StartedDesk> {
  const { config, progress } = options;
  const startedAt = new Date().toISOString();
  const migrated = startDatabase(options).then(async (databaseUrl) => {
    await showing(progress, 'Schema', migrate(databaseUrl));
    return databaseUrl;
  });
  const [databaseUrl, temporalAddress, sandbox, intakePort] = await Promise.all([
    migrated,
    startEngine(options),
    options.sample ? startSandboxes(options) : undefined,
    config.intakePort || sameFreePort(join(config.home, 'intake.port')),
  ]);
  const environment = childEnvironment(options, { databaseUrl, temporalAddress, intakePort });
  const address = config.intakeHost === '0.0.0.0' || config.intakeHost === '::' ? '127.0.0.1' : config.intakeHost;
  const discovery = {
    startedAt,
    databaseUrl,
    temporalAddress,
    namespace: config.temporalNamespace,
    intakeUrl: config.publicUrl ?? `http://${address}:${intakePort}`,
    sandbox,
  };
  writeDiscovery(config.home, discovery);
  await Promise.all([
    startOwnPart(options, 'Worker', {
      name: 'worker',
      command: ['worker'],
      environment,
      stopWithinSeconds: workerStopSeconds,
    }),
    startOwnPart(options, 'Intake', { name: 'intake', command: ['intake'], environment }),
  ]);
  return { discovery, environment };
}

async function startDatabase({ config, crew, progress }: StartDeskOptions): Promise<string> {
  if (config.databaseUrl) {
    const { hostname, port } = new URL(config.databaseUrl);
    const answer = waitForAddress(`${hostname}:${port || 5432}`, { withinSeconds: ownServerSeconds });
    await showing(progress, 'PostgreSQL', orThrow('DATABASE_UNREACHABLE', answer));
    return config.databaseUrl;
  }
  let url = '';
  await crew.add('PostgreSQL', (voice) => postgresPart(config.home, voice, (running) => (url = running.url)));
  return url;
}

async function startEngine({ config, crew, progress }: StartDeskOptions): Promise<string> {
  if (config.temporalAddress) {
    const answer = waitForAddress(config.temporalAddress, { withinSeconds: ownServerSeconds });
    await showing(progress, 'Temporal', orThrow('ENGINE_UNREACHABLE', answer));
    return config.temporalAddress;
  }
  let address = '';
  await crew.add('Temporal', (voice) => temporalPart(config, voice, (running) => (address = running.address)));
  return address;
}

/** The stand-ins of the platforms, each a process with its own data. @returns what each told, by its name */
async function startSandboxes(options: StartDeskOptions): Promise<Record<string, Record<string, unknown>>> {
  const started = Object.entries(sandboxes).map(async ([name, title]) => {
    let told: Record<string, unknown> = {};
    await startOwnPart(options, title, {
      name: `sandbox-${name}`,
      command: ['sandbox', name, '--home', join(options.config.home, 'sandbox', name), '--samples', '--trickle'],
      environment: options.config.environment,
      isReady: () => true,
      onRunning: (running) => (told = running.told),
    });
    return [name, told] as const;
  });
  return Object.fromEntries(await Promise.all(started));
}

interface OwnPart extends Pick<NodePartOptions, 'environment' | 'isReady' | 'stopWithinSeconds'> {
  name: string;
  command: string[];
  onRunning?: (running: RunningNodePart) => void;
}

async function startOwnPart({ crew, program }: StartDeskOptions, label: string, part: OwnPart): Promise<void> {
  const plan = ({ log }: PartVoice): PartPlan => ({
    name: part.name,
    async start(signal) {
      const running = await startNodePart({ ...part, words: [program, ...part.command], log, signal });
      part.onRunning?.(running);
      return running;
    },
  });
  await crew.add(label, plan);
}

interface Addresses {
  databaseUrl: string;
  temporalAddress: string;
  intakePort: number;
}

function childEnvironment(
  { config, actAs }: StartDeskOptions,
  addresses: Addresses,
): Record<string, string | undefined> {
  const { environment } = config;
  return {
    ...environment,
    DATABASE_URL: addresses.databaseUrl,
    TEMPORAL_ADDRESS: addresses.temporalAddress,
    TEMPORAL_NAMESPACE: config.temporalNamespace,
    DESKHAND_HOME: config.home,
    DESKHAND_SECRET_KEY: environment['DESKHAND_SECRET_KEY'] || readOrMakeSecretKey(config.home),
    DESKHAND_INTAKE_PORT: String(addresses.intakePort),
    ...(actAs ? { DESKHAND_AS: actAs } : {}),
  };
}

async function orThrow(code: ErrorCode, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    throw new DeskError(code, (cause as Error).message, { cause });
  }
}

async function showing(progress: StartProgress, label: string, work: Promise<unknown>): Promise<void> {
  const line = progress.begin(label);
  try {
    await work;
    line.ready();
  } catch (error) {
    line.failed();
    throw error;
  }
}
