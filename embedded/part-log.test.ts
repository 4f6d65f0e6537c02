import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { openPartLog } from './part-log.ts';

const home = temporaryFolder();

test('a log that has grown too large is begun anew, and the one before it is kept', () => {
  const log = openPartLog(home, 'worker', 20);
  for (const line of ['first line of many', 'second line', 'third line']) log(line);
  const file = join(home, 'logs', 'worker.log');
  expect(readFileSync(file, 'utf8')).toBe('third line\n');
  expect(readFileSync(`${file}.1`, 'utf8')).toBe('first line of many\nsecond line\n');
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
