import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitNews } from '../database/platform/commit-news.ts';
import { findSource, switchSource } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import type { PlatformNews } from '../domain/platform/platform-item.ts';
import { aSource } from '../test/support/builders.ts';
import { deskhandOf, type Ran } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

let desk: TestDatabase;
let home: string;
let deskhand: (words: string[]) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'supsis-form-'));
  const typed = deskhandOf(desk, home);
  deskhand = (words) => typed(['supsis-form', ...words]);
  const { id: sourceId } = await aSource(desk.database, { channel: 'supsis-form', name: 'Supsis' });
  await switchSource(desk.database, { sourceId, isOn: true, actor: theDesk, now: new Date().toISOString() });
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

async function push(submissionId: string, day: string): Promise<void> {
  const source = await findSource(desk.database, 'Supsis');
  const response = {
    formId: 'frm1',
    formName: 'Destek',
    submissionId,
    submittedAt: `${day}T09:00:00.000Z`,
    answers: [
      { key: 'mail', label: 'E-posta', type: 'email', value: 'ada@customer.example' },
      { key: 'topic', label: 'Konu', type: 'choices', value: 'Kargo' },
      { key: 'words', label: 'Mesaj', type: 'long_text', value: 'Paketim \u001b[2Jgelmedi.' },
    ],
    told: {},
    raw: '{}',
  };
  const news: PlatformNews[] = [{ kind: 'response', response }];
  const access = { database: desk.database, log: { error: () => {} }, lookAt: () => {} };
  await commitNews(access, { source, news, now: new Date().toISOString() });
}

const tickets = () => desk.database('tickets').orderBy('number').select();

test('before the first response there is no form, and the list says why', async () => {
  expect((await deskhand(['list'])).out).toMatch(/^No form yet/);
  expect(await deskhand(['show', 'Destek'])).toMatchObject({ exit: 3 });
});

test('responses are kept; which answer is what is mapped by key, with a preview of the newest response', async () => {
  await push('r1', '2026-11-01');
  await push('r2', '2026-11-10');
  expect(await tickets()).toEqual([]);
  const mapped = await deskhand([
    'map',
    'Destek',
    '--subject',
    'topic',
    '--email',
    'mail',
    '--tag-from',
    'topic',
    '--tag',
    'Form',
  ]);
  expect(mapped).toMatchObject({ exit: 0, errors: '' });
  expect(mapped.out).toMatch(/^Answers: +mail \(E-posta\), topic \(Konu\), words \(Mesaj\)$/m);
  expect(mapped.out).toMatch(/^ {2}Subject: +Kargo$/m);
  expect(mapped.out).toMatch(/^ {2}Tags: +Form, Kargo$/m);
  expect(mapped.out).not.toContain('\u001b');
  const changed = await deskhand(['map', 'frm1', '--clear', 'tag', '--json']);
  expect(JSON.parse(changed.out)).toMatchObject({
    tags: [],
    mapping: { subject: 'topic', email: 'mail', tags: ['topic'] },
    preview: { subject: 'Kargo', email: 'ada@customer.example', draftReason: null },
  });
  expect(await deskhand(['map', 'frm1', '--phone', 'nothing'])).toMatchObject({
    exit: 3,
    errors: expect.stringContaining('it has mail (E-posta)'),
  });
});

test('old responses of a period become tickets, each once, and new ones when they are redirected', async () => {
  const taken = await deskhand(['take-in', 'Destek', '--from', '2026-10-30', '--to', '2026-11-02']);
  expect(taken).toMatchObject({ exit: 0, out: '1 of its responses became tickets.\n' });
  expect((await deskhand(['take-in', 'Destek', '--from', '2026-10-30', '--to', '2026-11-02'])).out).toMatch(
    /^No response/,
  );
  expect(await deskhand(['redirect', 'Destek', 'maybe'])).toMatchObject({ exit: 2 });
  expect((await deskhand(['redirect', 'Destek', 'on'])).out).toMatch(/^Destek: New responses become tickets/);
  await push('r3', '2026-11-12');
  expect(await tickets()).toMatchObject([
    { subject: 'Kargo', tags: ['Kargo'] },
    { subject: 'Kargo', tags: ['Kargo'] },
  ]);
  const { out } = await deskhand(['responses', 'Destek', '--limit', '2', '--json']);
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    { submissionId: 'r3', ticketNumber: expect.any(Number) },
    { submissionId: 'r2', ticketNumber: null, wantsTicket: false },
  ]);
  const [form] = (await deskhand(['list', '--json'])).out.trim().split('\n');
  expect(JSON.parse(form ?? '')).toMatchObject({
    name: 'Destek',
    isRedirected: true,
    responseCount: 3,
    unticketedCount: 1,
  });
});
