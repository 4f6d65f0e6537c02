import { Command } from 'commander';
import { appendFileSync, mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig, type Config } from '../config.ts';
import type { Actor } from '../domain/actor.ts';
import { DeskError, errorTable } from '../domain/errors.ts';
import type { AuditView } from '../domain/source-health.ts';
import type { DeskData, Person } from '../tui/data.ts';
import { readDiscovery } from '../embedded/discovery.ts';
import { fallenParts } from '../embedded/fallen-parts.ts';
import type { DeskContext } from './context.ts';
import { keepFile } from './keep-file.ts';
import { parsePeriod } from './period.ts';
import { visitorAddress } from './visitor-address.ts';
import { addressForPlatform, webhookAddress } from './webhook-address.ts';

interface TuiFlags {
  as?: string;
  ascii?: boolean;
}

/** `deskhand tui`: the terminal UI alone, against the desk that runs from this folder or the one the environment names. */
export function tuiCommand(): Command {
  return new Command('tui')
    .description('The terminal UI')
    .option('--as <name>', 'who you are: a representative, by name or e-mail')
    .option('--ascii', 'signs of ASCII only')
    .action(async (flags: TuiFlags) => {
      const config = readConfig();
      if (!process.stdin.isTTY || !process.stdout.isTTY) {
        process.stderr.write(
          'USAGE: the terminal UI needs a terminal for input and output. Typed commands work without one: see `deskhand help`.\n',
        );
        process.exitCode = errorTable.USAGE.exit;
        return;
      }
      if (!config.databaseUrl && !readDiscovery(config.home))
        throw new DeskError('NOT_RUNNING', `no desk runs from ${config.home}, and DATABASE_URL is not set`);
      await showScreen(config, flags);
    });
}

async function showScreen(config: Config, flags: TuiFlags): Promise<void> {
  setUpInk(config);
  const log = logTo(join(config.home, 'logs'));
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  // Ink, React and the screens are a file of their own: the database's client is loaded behind the first picture.
  const { runTerminalUi } = await import('../tui/main.tsx');
  try {
    await runTerminalUi({
      openData: () => openData(config, flags),
      hasColour: !config.noColor,
      isAscii: flags.ascii ?? false,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      editor: config.editor,
      log,
      signal: stop.signal,
    });
  } catch (error) {
    log(error);
    throw new DeskError(
      'UNEXPECTED',
      `the terminal UI broke: ${error instanceof Error ? error.message : String(error)}; its log is ${join(config.home, 'logs', 'tui.log')}`,
      { cause: error },
    );
  }
}

/** Ink reads these when it is loaded: React's production build, and colours only where they are wanted. */
function setUpInk({ environment, noColor }: Config): void {
  environment['NODE_ENV'] = 'production';
  if (noColor) environment['FORCE_COLOR'] = '0';
}

async function openData(config: Config, flags: TuiFlags): Promise<DeskData> {
  const [{ openContext }, { deskData }] = await Promise.all([import('./context.ts'), import('../tui/desk-data.ts')]);
  const context = await openContext(flags, config);
  const isTold = (flags.as ?? config.actAs) !== null;
  const file = join(context.config.home, 'who.json');
  return deskData({
    database: context.database,
    desk: () => context.desk(),
    fallenParts: () => fallenParts(config.home),
    findMe: () => findMe(file, context, isTold),
    remember: (person) => remember(file, context.config, person),
    async seal(secret, sealedFor) {
      const { createSecrets } = await import('../channels/secrets.ts');
      return createSecrets(await context.secretKey()).seal(secret, sealedFor);
    },
    async retryInbound(itemId) {
      const { retryHere } = await import('./retry-here.ts');
      return (await retryHere(context, itemId)).ticketId !== null;
    },
    async saveFile(file, ticketNumber) {
      const { saveFile } = await import('./save-file.ts');
      return saveFile(context.database, file, join(context.config.home, 'files', String(ticketNumber)));
    },
    addressOf: (kind, name) => visitorAddress({ config }, kind, name),
    webhookAddress: (sourceId) => webhookAddress({ config }, sourceId),
    addressForPlatform: (source) => addressForPlatform({ config }, source),
    async platformAccess() {
      const { platformAccess } = await import('./platform-access.ts');
      return platformAccess(context);
    },
    auditSource: (sourceId, of) => auditHere(context, sourceId, of),
    readPeriod: (typed) => parsePeriod(typed, new Date()),
    async sampleText(name) {
      const { sampleText } = await import('../embedded/sample-text.ts');
      return sampleText(name);
    },
    keepFile: (name, text) => keepFile(config.home, name, text),
    close: () => context.close(),
  });
}

async function auditHere(
  context: DeskContext,
  sourceId: string,
  { days, bring, actor }: { days: number; bring: boolean; actor: Actor },
): Promise<AuditView> {
  const [{ withAuditAccess }, { auditSource }, { findSource }] = await Promise.all([
    import('./audit-access.ts'),
    import('../client/audit-source.ts'),
    import('../database/sources.ts'),
  ]);
  const source = await findSource(context.database, sourceId);
  const period = parsePeriod({ from: `${days}d`, to: undefined }, new Date());
  return withAuditAccess(context, (access) => auditSource(access, { source, ...period, bring, actor }));
}

/** As told or chosen last time; else whom the login name means, or the only one there is. */
async function findMe(file: string, context: DeskContext, isTold: boolean): Promise<Person | null> {
  const chosen = isTold ? null : await recall(file, context);
  if (chosen) return chosen;
  const id = await context.me();
  return id ? findPerson(context, id) : null;
}

/** Whom each login of this machine chose to be, last time. */
async function recall(file: string, context: DeskContext): Promise<Person | null> {
  const known = await readKnown(file);
  const id = known[context.config.osUser];
  return id ? findPerson(context, id) : null;
}

async function findPerson({ database }: DeskContext, id: string): Promise<Person | null> {
  const { listRepresentatives } = await import('../database/representatives.ts');
  const person = (await listRepresentatives(database)).find((candidate) => candidate.id === id && candidate.isActive);
  return person ? { id: person.id, name: person.name } : null;
}

async function remember(file: string, { home, osUser }: Config, person: Person): Promise<void> {
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const known = await readKnown(file);
  await writeFile(file, `${JSON.stringify({ ...known, [osUser]: person.id })}\n`, { mode: 0o600 });
}

async function readKnown(file: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}

function logTo(folder: string): (error: unknown) => void {
  return (error) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      appendFileSync(join(folder, 'tui.log'), `${new Date().toISOString()} ${text}\n`, { mode: 0o600 });
    } catch {
      // Nowhere to write: the screen itself goes on.
    }
  };
}
