import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { findFreePort } from './free-port.ts';
import { startPostgres } from './postgres.ts';
import { isAlive } from './process-identity.ts';
import type { RunningPostgres } from './postgres.ts';

const folder = temporaryFolder();
const lines: string[] = [];
const options = {
  directory: join(folder, 'desk şehir', 'postgres'),
  durable: false,
  log: (line: string) => lines.push(line),
};
let server: RunningPostgres;

afterEach(async () => server.stop());

async function ask(sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('what was written before a SIGKILL is there after the next start', async () => {
  server = await startPostgres(options);
  await ask(`create table kept (word text); insert into kept values ('değer')`);
  process.kill(server.pid, 'SIGKILL');
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
  server = await startPostgres(options);
  expect(await ask('select word from kept')).toEqual([{ word: 'değer' }]);
});

test('it knows that Turkish letters are letters, which search depends on', async () => {
  server = await startPostgres(options);
  const [row] = await ask(`select lower('ŞĞÜ') as lower, to_tsvector('simple', 'Iğdır''a şikâyet')::text as words`);
  expect(row).toEqual({ lower: 'şğü', words: `'a':2 'iğdır':1 'şikâyet':3` });
});

test('only a log-in with the password of its private file is let in', async () => {
  server = await startPostgres(options);
  const file = join(options.directory, 'password');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(server.url).toContain(readFileSync(file, 'utf8').trim());
  const stranger = new pg.Client(server.url.replace(/:[^:@]+@/, ':guess@'));
  await expect(stranger.connect()).rejects.toThrow('password authentication failed');
});

test('a server left over by a killed desk is ended, and its data goes on', async () => {
  const leftover = await startPostgres(options);
  server = await startPostgres(options);
  expect(server.pid).not.toBe(leftover.pid);
  expect(isAlive(leftover.pid)).toBe(false);
  expect(await ask('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a stale note of a process number that belongs to another program now does not keep it from starting', async () => {
  server = await startPostgres(options);
  const note = join(options.directory, 'data', 'postmaster.pid');
  const [, ...rest] = readFileSync(note, 'utf8').split('\n');
  process.kill(server.pid, 'SIGKILL');
  await server.exited;
  writeFileSync(note, [process.pid, ...rest].join('\n'));
  server = await startPostgres(options);
  expect(await ask('select 1 as one')).toEqual([{ one: 1 }]);
});

test('a port that is taken is told with the server’s own words', async () => {
  server = await startPostgres(options);
  await server.stop();
  const holder = createServer();
  const port = await findFreePort();
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  await expect(startPostgres({ ...options, port })).rejects.toMatchObject({
    code: 'DATABASE_START_FAILED',
    message: expect.stringContaining('Address already in use'),
  });
  await new Promise((resolve) => holder.close(resolve));
});

test('a start that was interrupted while it made the files is simply done again', async () => {
  const directory = join(folder, 'interrupted');
  mkdirSync(join(directory, 'data.new', 'base'), { recursive: true });
  server = await startPostgres({ ...options, directory });
  expect(await ask('select current_database() as name')).toEqual([{ name: 'deskhand' }]);
});
