import knex, { type Knex } from 'knex';
import pg from 'pg';
import { migrationSource } from './migration-source.ts';

export type Database = Knex;
/** A transaction or the database itself. */
export type Connection = Knex | Knex.Transaction;

export interface ConnectOptions {
  /** Schema to live in; tests get one each. Default: public. */
  schema?: string;
  /** Default 10. */
  maxConnections?: number;
  /** Longer statements are cancelled. Below the 10 s of a workflow task, so that a step can never outlive it. Default 6000. */
  statementTimeoutMilliseconds?: number;
  applicationName?: string;
}

// bigint columns (ticket numbers, sizes) stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

const silent = () => {};

/** Opens a pool. Connections are made when first needed. */
export function connect(databaseUrl: string, options: ConnectOptions = {}): Database {
  return knex({
    client: 'pg',
    connection: {
      connectionString: databaseUrl,
      application_name: options.applicationName ?? 'deskhand',
      statement_timeout: options.statementTimeoutMilliseconds ?? 6000,
      // Whoever froze or lost its network in a transaction must not keep a ticket locked.
      idle_in_transaction_session_timeout: 10_000,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
      // Reading here and there costs solid-state disks and memory hardly more than reading on.
      options: '-c random_page_cost=1.1',
    },
    ...(options.schema ? { searchPath: [options.schema] } : {}),
    pool: { min: 0, max: options.maxConnections ?? 10, idleTimeoutMillis: 30_000, acquireTimeoutMillis: 8000 },
    migrations: { migrationSource },
    acquireConnectionTimeout: 8000,
    // What goes wrong is thrown to whoever asked; printed, it would tear the screen.
    log: { warn: silent, error: silent, debug: silent, deprecate: silent },
  });
}
