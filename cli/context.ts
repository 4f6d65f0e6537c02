import type { Client } from '@temporalio/client';
import { readConfig, type Config } from '../config.ts';
import type { Desk } from '../client/ask.ts';
import type { Database } from '../database/connect.ts';
import type { Actor } from '../domain/actor.ts';
import { theDesk } from '../domain/actor.ts';
import { DeskError } from '../domain/errors.ts';
import { readDiscovery } from '../embedded/discovery.ts';

/** What one typed command works with. Nothing is opened before it is needed. */
export interface DeskContext {
  config: Config;
  database: Database;
  /** Whether answers are JSON lines. */
  isJson: boolean;
  /** Where Temporal is; null when nobody said. */
  engine: { address: string; namespace: string } | null;
  /** Who acts. @throws DeskError REFUSED when nobody can be told apart */
  actor(): Promise<Actor & { kind: 'representative' }>;
  /** The same for settings, which somebody has to make before there is anybody: then it is the desk. */
  owner(): Promise<Actor>;
  /** For filters: who acts, or null. */
  me(): Promise<string | null>;
  /** The desk with its engine, for commands to tickets. */
  desk(): Promise<Desk>;
  /** Seals secrets; null when there is no key. */
  secretKey(): Promise<Buffer | null>;
  close(): Promise<void>;
}

export interface GlobalFlags {
  as?: string;
  json?: boolean;
}

/**
 * Finds the desk: DATABASE_URL and TEMPORAL_ADDRESS, else what the desk that runs from this folder tells.
 * @throws DeskError NOT_RUNNING
 */
export async function openContext(flags: GlobalFlags, config = readConfig()): Promise<DeskContext> {
  const discovery = config.databaseUrl ? null : readDiscovery(config.home);
  const databaseUrl = config.databaseUrl ?? discovery?.databaseUrl;
  if (!databaseUrl) throw new DeskError('NOT_RUNNING', `no desk runs from ${config.home}, and DATABASE_URL is not set`);
  const address = config.temporalAddress ?? discovery?.temporalAddress;
  const { connect } = await import('../database/connect.ts');
  const database = connect(databaseUrl, { maxConnections: 6, applicationName: 'deskhand typed command' });
  const wanted = flags.as ?? config.actAs;
  let client: Client | undefined;
  const context: DeskContext = {
    config,
    database,
    isJson: flags.json ?? false,
    engine: address ? { address, namespace: discovery?.namespace ?? config.temporalNamespace } : null,
    actor: async () => (await whoActs(database, { wanted, osUser: config.osUser })) ?? nobody(config.osUser),
    owner: async () =>
      (await whoActs(database, { wanted, osUser: config.osUser })) ?? (await ownerOf(database, config.osUser)),
    me: async () => (await whoActs(database, { wanted, osUser: config.osUser }))?.id ?? null,
    async desk() {
      const { lingerSeconds, continueAfterEvents } = config;
      if (context.engine && !client) client = (await import('../client/engine-client.ts')).openEngine(context.engine);
      return { database, client: client ?? null, lingerSeconds, continueAfterEvents };
    },
    async secretKey() {
      if (config.secretKey || !discovery) return config.secretKey;
      const { readOrMakeSecretKey } = await import('../embedded/desk-home.ts');
      return Buffer.from(readOrMakeSecretKey(config.home), 'base64');
    },
    async close() {
      if (client) await (await import('../client/calls-under-way.ts')).callsEnded(client);
      await Promise.all([database.destroy(), client?.connection.close()]);
    },
  };
  return context;
}

/** As told; else whom the login name means; else the only one there is. */
async function whoActs(
  database: Database,
  { wanted, osUser }: { wanted: string | null; osUser: string },
): Promise<(Actor & { kind: 'representative' }) | null> {
  const { findRepresentative, listRepresentatives } = await import('../database/representatives.ts');
  if (wanted) {
    const { id, name, isActive } = await findRepresentative(database, wanted);
    if (!isActive) throw new DeskError('REFUSED', `${name} is not active`);
    return { kind: 'representative', id, name };
  }
  const active = (await listRepresentatives(database)).filter(({ isActive }) => isActive);
  const found = active.find((person) => person.osUser === osUser) ?? (active.length === 1 ? active[0] : undefined);
  return found ? { kind: 'representative', id: found.id, name: found.name } : null;
}

function nobody(osUser: string): never {
  throw new DeskError(
    'REFUSED',
    `nobody knows who you are: give --as NAME, set DESKHAND_AS, or let \`deskhand representative apply --name NAME --os-user ${osUser}\` say it`,
  );
}

async function ownerOf(database: Database, osUser: string): Promise<Actor> {
  const { listRepresentatives } = await import('../database/representatives.ts');
  return (await listRepresentatives(database)).length === 0 ? theDesk : nobody(osUser);
}
