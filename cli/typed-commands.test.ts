import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aRepresentative, aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'cli', 'main.ts');
let desk: TestDatabase;
let home: string;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'typed-commands-'));
  await aRepresentative(desk.database, 'Deniz Kaya');
  await aRepresentative(desk.database, 'Ada Ak');
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

interface Ran {
  exit: number;
  out: string;
  errors: string;
}

/** Runs the program as a person would, against the test's schema and without an engine. */
function deskhand(words: string[], given: { input?: string; env?: Record<string, string> } = {}): Promise<Ran> {
  const inSchema = `${desk.url}?options=${encodeURIComponent(`-csearch_path=${desk.schema}`)}`;
  const environment = { DESKHAND_HOME: home, DATABASE_URL: inSchema, ...given.env };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...words],
      { env: environment },
      (error, out, errors) => resolve({ exit: error ? Number(error.code) : 0, out, errors }),
    );
    child.stdin?.end(given.input ?? '');
  });
}

test('a ticket is printed as JSON in the documented shape, and as a table in which hostile text does nothing', async () => {
  const { id, number } = await aTicket(desk.database, {
    subject: 'Help \u001b]0;owned\u0007',
    contact: { name: 'Ali', email: 'ali@customer.example' },
  });
  const asJson = await deskhand(['ticket', 'list', '--json', '--filter', `number:${number}`]);
  expect(Object.keys(JSON.parse(asJson.out) as object).join(' ')).toBe(
    'id number subject status representative team channel source priority tags contact ' +
      'createdAt updatedAt version archivedAt deletedAt nextWakeAt draftReason designVersion conversation platform',
  );
  expect(JSON.parse(asJson.out)).toMatchObject({
    id,
    number,
    status: { name: 'New', category: 'new' },
    representative: null,
    contact: { name: 'Ali' },
  });
  const forPeople = await deskhand(['ticket', 'show', String(number)]);
  expect(forPeople.out).toContain(`#${number}  Help`);
  for (const control of ['\u001b', '\u0007']) expect(forPeople.out).not.toContain(control);
});

test('exit codes tell wrong usage, not found and refused apart, and each error says how to mend it', async () => {
  const wrong = await deskhand(['ticket', 'list', '--filter', 'colour:red']);
  expect(wrong).toMatchObject({
    exit: 2,
    out: '',
    errors: expect.stringMatching(/^USAGE: there is no filter colour: .*See `deskhand help`\.\n$/),
  });
  expect(await deskhand(['ticket', 'list', '--nonsense'])).toMatchObject({
    exit: 2,
    errors: expect.stringMatching(/^USAGE: unknown option/),
  });
  expect(await deskhand(['tickets'])).toMatchObject({
    exit: 2,
    errors: expect.stringMatching(/^USAGE: unknown command 'tickets'.* See `deskhand help`\.\n$/),
  });
  expect(await deskhand(['ticket', 'show', '1'])).toMatchObject({
    exit: 3,
    errors: expect.stringMatching(/^NOT_FOUND: there is no ticket 1\. /),
  });
  expect(await deskhand(['ticket', 'purge', '1'])).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^REFUSED: .*--yes/),
  });
});

test('where no desk runs it says so', async () => {
  const { exit, errors } = await deskhand(['ticket', 'list'], { env: { DATABASE_URL: '' } });
  expect(exit).toBe(1);
  expect(errors).toMatch(/^NOT_RUNNING: /);
});

test('whoever cannot be told from others must say who they are', async () => {
  const { number } = await aTicket(desk.database);
  const unnamed = await deskhand(['ticket', 'archive', String(number)]);
  expect(unnamed).toMatchObject({ exit: 4, errors: expect.stringContaining('give --as NAME') });
  expect(await deskhand(['ticket', 'archive', String(number), '--as', 'Nobody'])).toMatchObject({ exit: 3 });
});

test('while the engine is away a command is accepted, waits on the ticket, and can be taken back', async () => {
  const { number } = await aTicket(desk.database);
  const given = await deskhand(['ticket', 'archive', String(number), '--as', 'deniz kaya', '--json']);
  const answer = JSON.parse(given.out) as { outcome: string; commandId: string };
  expect(given.exit).toBe(0);
  expect(answer.outcome).toBe('waiting');
  const cancelled = await deskhand(['ticket', 'cancel', answer.commandId], { env: { DESKHAND_AS: 'Ada Ak' } });
  expect(cancelled).toMatchObject({ exit: 0, out: 'The command is cancelled.\n' });
  expect(await deskhand(['ticket', 'cancel', answer.commandId, '--as', 'Ada Ak'])).toMatchObject({ exit: 4 });
});

test('a password is sealed and never printed or stored in clear', async () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  const words = [
    'source',
    'add',
    '--name',
    'Mail',
    '--host',
    'imap.shop.example',
    '--user',
    'bob',
    '--password-stdin',
    '--as',
    'Ada Ak',
    '--json',
  ];
  expect(await deskhand(words, { input: 'hunter2\n' })).toMatchObject({
    exit: 2,
    errors: expect.stringMatching(/^SECRET_KEY_MISSING/),
  });
  const added = await deskhand(words, { input: 'hunter2\n', env: { DESKHAND_SECRET_KEY: key } });
  expect(added.exit).toBe(0);
  const row = await desk
    .database('sources')
    .where({ name: 'Mail' })
    .first<{ settings: { auth: { secret: { sealed: string } } } }>('settings');
  expect(row?.settings.auth.secret.sealed).toMatch(/^v1\./);
  expect(JSON.stringify(row)).not.toContain('hunter2');
  const listed = await deskhand(['source', 'list', '--json']);
  expect(listed.out).not.toContain('v1.');
  const wrong = await deskhand(['source', 'set', 'Mail', '--security', 'none', '--as', 'Ada Ak']);
  expect(wrong).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^INVALID_INPUT: security: Without encryption/),
  });
});
