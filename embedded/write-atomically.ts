import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file that only we may read, so that a reader sees either the old text or the new one, never half of it. */
export function writeAtomically(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}`;
  writeFileSync(unfinished, text, { mode: 0o600 });
  renameSync(unfinished, path);
}
