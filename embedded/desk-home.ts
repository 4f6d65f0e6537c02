import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../domain/errors.ts';

/** Makes the folder that holds all of the desk. As root, PostgreSQL's user must get through it to its data. */
export function makeDeskHome(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  } catch (cause) {
    const message = `the desk's folder cannot be made: ${(cause as Error).message}; set DESKHAND_HOME to a folder you may write to`;
    throw new DeskError('CONFIG_INVALID', message, { cause });
  }
}

/** The key that seals secrets, in base64: made once, because what it sealed can be opened with no other. */
export function readOrMakeSecretKey(home: string): string {
  const file = join(home, 'secret.key');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
