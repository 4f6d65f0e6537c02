import { renameSync, writeFileSync } from 'node:fs';

/** Writes a file so that a process killed at any moment leaves the old content or the new, never half of one. */
export function writeWhole(path: string, content: string | Buffer): void {
  const temporary = `${path}.writing`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}
