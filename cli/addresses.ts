import type { Config } from '../config.ts';
import { DeskError } from '../domain/errors.ts';
import type { EngineAddress } from '../client/engine-client.ts';

/** @throws DeskError CONFIG_INVALID: this command runs against servers that are named */
export function requireDatabase(config: Config): string {
  if (config.databaseUrl) return config.databaseUrl;
  throw new DeskError('CONFIG_INVALID', 'DATABASE_URL is not set; it names the PostgreSQL server to work against');
}

/** @throws DeskError CONFIG_INVALID */
export function requireEngine(config: Config): EngineAddress {
  if (config.temporalAddress) return { address: config.temporalAddress, namespace: config.temporalNamespace };
  throw new DeskError('CONFIG_INVALID', 'TEMPORAL_ADDRESS is not set; it names the Temporal server to work against');
}
