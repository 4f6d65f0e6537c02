import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saveDesign } from '../database/designs.ts';
import { theDesk } from '../domain/actor.ts';
import { aSource } from '../test/support/builders.ts';
import { deskhandOf } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

let desk: TestDatabase;
let home: string;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'tags-'));
  await aSource(desk.database, { name: 'Destek', tags: ['iade'] });
  const flows = { main: [{ kind: 'create-ticket', subject: 'After Hours Ticket', tag: 'gece' }] };
  await saveDesign(desk.database, {
    kind: 'chatbot',
    name: 'night',
    title: 'Night shift',
    tags: [],
    text: 'one',
    definition: { tags: [], flows },
    isPublished: false,
    actor: theDesk,
    now: new Date().toISOString(),
  });
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

/** Runs a typed command with JSON answers. */
async function deskhand(...words: string[]): Promise<Record<string, unknown>[]> {
  const { out, errors } = await deskhandOf(desk, home)([...words, '--json']);
  expect(errors).toBe('');
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('the tag list shows where each tag comes from, drafts too', async () => {
  expect(await deskhand('tag', 'list')).toEqual([
    {
      tag: 'After Hours Ticket',
      origins: [expect.objectContaining({ kind: 'chatbot', isDraft: true, isTopic: true })],
    },
    { tag: 'gece', origins: [expect.objectContaining({ kind: 'chatbot', name: 'night', version: 1, isTopic: false })] },
    { tag: 'iade', origins: [expect.objectContaining({ kind: 'source', name: 'Destek' })] },
  ]);
});

test('a rule whose tag nothing gives is warned of when it is saved, and marked in the list', async () => {
  const to = ['--to', 'depo@partner.example'];
  const [nothing] = await deskhand('redirection', 'add', '--tag', 'kargo', ...to);
  expect(nothing?.['warnings']).toEqual([expect.stringContaining('gives the tag "kargo"')]);
  const [draft] = await deskhand('redirection', 'add', '--tag', 'Gece', '--tag', 'İADE', ...to);
  expect(draft?.['warnings']).toEqual([expect.stringContaining('comes only from chatbot night (version 1, draft)')]);
  await deskhand('redirection', 'add', '--tag', 'iade', ...to);
  const rules = await deskhand('redirection', 'list');
  expect(rules.map(({ warnings }) => (warnings as string[]).length)).toEqual([1, 1, 0]);
});
