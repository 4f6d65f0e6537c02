/** The only reader of the environment. Every problem is listed at once, each with its mend. */
import { isIP } from 'node:net';
import { hostname, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { DeskError } from './domain/errors.ts';

const seconds = (what: string, standard: number, range: { min: number; max: number }) =>
  z.coerce
    .number(`must be a number of seconds from ${range.min} to ${range.max}`)
    .min(range.min, `must be at least ${range.min} seconds`)
    .max(range.max, `must be at most ${range.max} seconds`)
    .default(standard)
    .describe(what);

const url = (protocols: string[], example: string) =>
  z.string().refine((value) => protocols.includes(protocolOf(value)), `must be a URL such as ${example}`);

const environment = z.object({
  DESKHAND_HOME: z
    .string()
    .min(1)
    .optional()
    .describe('Folder of the embedded parts, logs and the discovery file. Default: .deskhand'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/deskhand').optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d{1,5}$/, 'must be host:port, such as temporal:7233')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  TEMPORAL_CLI: z.string().min(1).optional().describe('A Temporal CLI binary to start, instead of looking for one'),
  DESKHAND_SECRET_KEY: z
    .string()
    .refine(isKey, 'must be 32 bytes in base64; make one with `openssl rand -base64 32`')
    .optional()
    .describe('Seals secrets at rest and signs reply addresses; the same on every process'),
  DESKHAND_AS: z.string().min(1).optional().describe('Who you are: a representative, by name or e-mail'),
  DESKHAND_INTAKE_HOST: z.string().min(1).default('127.0.0.1'),
  DESKHAND_INTAKE_PORT: z.coerce
    .number('must be a port from 0 to 65535')
    .int('must be a whole number')
    .min(0, 'must be a port from 0 to 65535')
    .max(65_535, 'must be a port from 0 to 65535')
    .default(0),
  DESKHAND_PUBLIC_URL: url(['http:', 'https:'], 'https://help.example.com')
    .optional()
    .describe('Where visitors reach the intake; links and the embed snippets name it'),
  DESKHAND_TRUST_PROXY: z
    .string()
    .refine(isProxies, 'must be off, the number of proxies in front (1 to 10), or their addresses parted by commas')
    .default('off'),
  DESKHAND_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  DESKHAND_LINGER_SECONDS: seconds('How long a ticket workflow stays after its last work', 60, { min: 0.2, max: 600 }),
  DESKHAND_RECONCILE_SECONDS: seconds('How often reconcile runs', 30, { min: 1, max: 300 }),
  DESKHAND_WAITING_SECONDS: seconds('How long an input may wait before reconcile looks at its ticket', 10, {
    min: 0.5,
    max: 300,
  }),
  DESKHAND_ATTEMPT_SECONDS: seconds('How long one attempt of a delivery may take', 60, { min: 2, max: 600 }),
  DESKHAND_UNSURE_SETTLE_SECONDS: seconds(
    'How long a write without an answer is left alone before its platform is asked',
    60,
    {
      min: 0.2,
      max: 600,
    },
  ),
  DESKHAND_CONTINUE_AFTER_EVENTS: z.coerce
    .number('must be a number of events from 20 to 10000')
    .int('must be a whole number of events')
    .min(20, 'must be at least 20 events')
    .max(10_000, 'must be at most 10000 events')
    .default(2_000),
  DESKHAND_FAIL_POINTS: z
    .string()
    .min(1)
    .optional()
    .describe('Folder through which the crash test holds a process at a labelled point'),
  DESKHAND_RECONCILE: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe('off only for the test that must then fail'),
  EDITOR: z.string().optional(),
  VISUAL: z.string().optional(),
  NO_COLOR: z.string().optional(),
  FORCE_COLOR: z.string().optional(),
  HOME: z.string().optional(),
  XDG_CACHE_HOME: z.string().optional(),
  PATH: z.string().default(''),
});

export type Config = ReturnType<typeof readConfig>;

/**
 * Reads the configuration.
 * @throws DeskError CONFIG_INVALID naming every wrong variable, its value's rule and the mend.
 */
export function readConfig(env: Record<string, string | undefined> = process.env, workingDirectory = process.cwd()) {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const read = environment.safeParse(given);
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
    throw new DeskError(
      'CONFIG_INVALID',
      `${problems.length} setting${problems.length > 1 ? 's are' : ' is'} wrong:\n${problems.join('\n')}\n`,
    );
  }
  const set = read.data;
  const home = set.DESKHAND_HOME ?? '.deskhand';
  return {
    home: isAbsolute(home) ? home : join(workingDirectory, home),
    databaseUrl: set.DATABASE_URL ?? null,
    temporalAddress: set.TEMPORAL_ADDRESS ?? null,
    temporalNamespace: set.TEMPORAL_NAMESPACE,
    temporalCli: set.TEMPORAL_CLI ?? null,
    secretKey: set.DESKHAND_SECRET_KEY ? Buffer.from(set.DESKHAND_SECRET_KEY, 'base64') : null,
    actAs: set.DESKHAND_AS ?? null,
    osUser: osUser(),
    hostName: hostname(),
    intakeHost: set.DESKHAND_INTAKE_HOST,
    intakePort: set.DESKHAND_INTAKE_PORT,
    /** Without a slash at its end. */
    publicUrl: set.DESKHAND_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    trustProxy: proxies(set.DESKHAND_TRUST_PROXY),
    logLevel: set.DESKHAND_LOG_LEVEL,
    lingerSeconds: set.DESKHAND_LINGER_SECONDS,
    reconcileSeconds: set.DESKHAND_RECONCILE_SECONDS,
    waitingSeconds: set.DESKHAND_WAITING_SECONDS,
    attemptSeconds: set.DESKHAND_ATTEMPT_SECONDS,
    unsureSettleSeconds: set.DESKHAND_UNSURE_SETTLE_SECONDS,
    continueAfterEvents: set.DESKHAND_CONTINUE_AFTER_EVENTS,
    failPointsFolder: set.DESKHAND_FAIL_POINTS ?? null,
    reconcile: set.DESKHAND_RECONCILE === 'on',
    editor: set.VISUAL ?? set.EDITOR ?? 'vi',
    noColor: set.NO_COLOR !== undefined && set.FORCE_COLOR === undefined,
    userHome: set.HOME ?? null,
    cacheHome: set.XDG_CACHE_HOME ?? null,
    path: set.PATH,
    /** The whole environment: secrets may be references into it, and children inherit it. */
    environment: env,
  };
}

function protocolOf(value: string): string {
  try {
    return new URL(value).protocol;
  } catch {
    return '';
  }
}

function isKey(value: string): boolean {
  return Buffer.from(value, 'base64').length === 32;
}

function isProxies(value: string): boolean {
  const trusted = proxies(value);
  if (typeof trusted === 'number') return trusted >= 1 && trusted <= 10;
  return trusted === false || (trusted.length > 0 && trusted.every(isNetwork));
}

/** An address, or a network as `10.0.0.0/8`. */
function isNetwork(value: string): boolean {
  const [address = '', bits, ...rest] = value.split('/');
  const version = isIP(address);
  return version !== 0 && rest.length === 0 && (bits === undefined || /^\d{1,3}$/.test(bits));
}

function proxies(value: string): number | string[] | false {
  if (value === 'off') return false;
  if (/^\d+$/.test(value)) return Number(value);
  return value.split(',').map((part) => part.trim());
}

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
