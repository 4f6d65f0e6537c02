import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The Temporal CLI whose development server the desk is tested with. */
export const pinnedTemporalVersion = '1.9.1';

export interface TemporalBinary {
  path: string;
  version: string;
}

/** Asks a binary for its version; throws when it does not run or is no Temporal CLI. */
export async function askTemporalVersion(path: string): Promise<TemporalBinary> {
  const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000, env: {} });
  const version = /temporal version (\S+)/.exec(stdout)?.[1];
  if (!version) throw new Error(`${path} does not say which version of Temporal it is`);
  return { path, version };
}
