import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const rotateAtBytes = 10 * 1024 * 1024;

/**
 * The log file of one part, `<home>/logs/<part>.log`. At 10 MB it becomes `<part>.log.1`, and that one's predecessor goes.
 * Lines are written at once: what a part said last before it died is what one looks for.
 */
export function openPartLog(home: string, part: string, rotateAt = rotateAtBytes): (line: string) => void {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${part}.log`);
  let bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return (line) => {
    try {
      if (bytes > rotateAt) {
        renameSync(path, `${path}.1`);
        bytes = 0;
      }
      const text = `${line}\n`;
      appendFileSync(path, text, { mode: 0o600 });
      bytes += Buffer.byteLength(text);
    } catch {
      // A full disk or a removed folder costs the log its line, not the desk its part.
    }
  };
}
