import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { lockDesk } from './desk-lock.ts';
import { processIdentity } from './process-identity.ts';

const home = temporaryFolder();
const path = join(home, 'desk.lock');

test('a second desk in the same folder is refused, and told which process runs the first', () => {
  const lock = lockDesk(home);
  expect(() => lockDesk(home)).toThrow(
    expect.objectContaining({ code: 'ALREADY_RUNNING', details: { pid: process.pid } }),
  );
  lock.release();
  lockDesk(home).release();
  expect(existsSync(path)).toBe(false);
});

test.each([
  ['of a process that is gone', JSON.stringify({ pid: 4_194_303, identity: 'boot:1' })],
  ['whose number another program has now', JSON.stringify({ pid: process.pid, identity: 'an earlier boot:7' })],
  ['that was cut off while it was written', '{"pid":'],
])('a lock %s is taken over', (_what, text) => {
  writeFileSync(path, text);
  lockDesk(home).release();
  expect(readdirSync(home)).toEqual([]);
});

test('a desk that lost its lock does not remove the lock of the next one', () => {
  const lock = lockDesk(home);
  const other = JSON.stringify({ pid: process.ppid, identity: processIdentity(process.ppid) });
  writeFileSync(path, other);
  lock.release();
  expect(() => lockDesk(home)).toThrow(expect.objectContaining({ code: 'ALREADY_RUNNING' }));
});
