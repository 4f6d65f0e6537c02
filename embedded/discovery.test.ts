import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { readDiscovery, removeDiscovery, writeDiscovery } from './discovery.ts';

const home = temporaryFolder();
const file = join(home, 'desk.json');
const told = {
  startedAt: '2026-11-23T08:00:00.000Z',
  databaseUrl: 'postgres://deskhand:secret@127.0.0.1:21000/deskhand',
  temporalAddress: '127.0.0.1:22000',
  namespace: 'default',
  intakeUrl: 'http://127.0.0.1:23000',
};

test('another terminal reads where the desk listens, and only the owner can', () => {
  writeDiscovery(home, told);
  expect(readDiscovery(home)).toEqual({ ...told, pid: process.pid });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('a desk that was killed is not taken for a running one, even when its process number is in use again', () => {
  writeDiscovery(home, told);
  const stale = { ...(JSON.parse(readFileSync(file, 'utf8')) as object), identity: 'another boot:1' };
  writeFileSync(file, JSON.stringify(stale));
  expect(readDiscovery(home)).toBeNull();
});

test('where no desk was ever started, or its file is damaged, none runs', () => {
  removeDiscovery(home);
  expect(readDiscovery(home)).toBeNull();
  writeFileSync(file, '{');
  expect(readDiscovery(home)).toBeNull();
});
