import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aRepresentative, aTicket } from '../test/support/builders.ts';
import { deskhandOf, type Ran } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

let desk: TestDatabase;
let home: string;
let deskhand: (...words: string[]) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'contact-commands-'));
  const run = deskhandOf(desk, home);
  deskhand = (...words) => run(words);
  await aRepresentative(desk.database, 'Deniz Kaya');
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

const asJson = async (...words: string[]) =>
  JSON.parse((await deskhand(...words, '--json')).out) as Record<string, unknown>;

test('the owner says what is noted of contacts, by flags or from a file, and operators note it', async () => {
  const file = join(home, 'attributes.yaml');
  writeFileSync(file, '- name: Plan\n  type: choice\n  choices: [Free, Gold]\n- name: Since\n  type: date\n');
  expect(await deskhand('attribute', 'apply', '-f', file)).toMatchObject({
    exit: 0,
    out: 'Plan is saved.\nSince is saved.\n',
  });
  expect(await deskhand('attribute', 'apply', '--name', 'Visits', '--type', 'number')).toMatchObject({ exit: 0 });
  expect((await deskhand('attribute', 'list')).out).toMatch(
    /^Name .*\nPlan +choice +Free, Gold\nSince +date\nVisits +number\n$/,
  );
  expect(await deskhand('attribute', 'apply', '--name', 'Mood', '--type', 'colour')).toMatchObject({
    exit: 2,
    errors: expect.stringMatching(/^USAGE: colour is no type; there are text, number, yes-no, date, choice/),
  });

  await aTicket(desk.database, { contact: { email: 'ayse@customer.example', name: 'Ayşe' } });
  const noted = ['--attribute', 'plan=gold', '--attribute', 'Visits=12'];
  expect(await deskhand('contact', 'edit', 'ayse@customer.example', '--phone', '+90 532 1', ...noted)).toMatchObject({
    exit: 0,
  });
  expect(await asJson('contact', 'show', '+90532 1')).toMatchObject({
    name: 'Ayşe',
    attributes: { Plan: 'Gold', Visits: 12 },
    identities: [
      { kind: 'email', value: 'ayse@customer.example', isProven: true },
      { kind: 'phone', value: '+905321', isProven: true },
    ],
  });
  expect(await deskhand('contact', 'edit', 'ayse@customer.example', '--attribute', 'Plan=silver')).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^INVALID_INPUT: Plan must be one of Free, Gold\./),
  });
  expect(await deskhand('attribute', 'apply', '--name', 'Plan', '--choices', 'Free,Silver')).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^REFUSED: contacts have Plan Gold; that choice must stay/),
  });
  expect(await deskhand('attribute', 'remove', 'Plan')).toMatchObject({ exit: 0 });
  expect(await asJson('contact', 'show', 'ayse@customer.example')).toMatchObject({ attributes: { Visits: 12 } });
  expect(await deskhand('contact', 'edit', 'ayse@customer.example')).toMatchObject({ exit: 2 });
});

test('two contacts are made one and two again, and a person is erased only when that is really meant', async () => {
  await aTicket(desk.database, { contact: { email: 'work@bob.example', name: 'Bob\u001b[31m' } });
  await aTicket(desk.database, { contact: { email: 'home@bob.example', name: 'Bob' } });
  expect(await deskhand('contact', 'merge', 'work@bob.example', 'home@bob.example')).toMatchObject({
    exit: 0,
    out: 'They are one contact now; 1 ticket moved.\n',
  });
  const { out } = await deskhand('contact', 'show', 'home@bob.example');
  expect(out).toMatch(/email: +work@bob\.example/);
  expect(out).toMatch(/email: +home@bob\.example \(proven\)/);
  expect(out).not.toContain('\u001b');
  expect((await deskhand('contact', 'list', '--search', 'home@')).out).toContain('work@bob.example');
  expect(await asJson('contact', 'split', 'work@bob.example')).toMatchObject({ tickets: 1 });
  await deskhand('contact', 'merge', 'work@bob.example', 'home@bob.example');
  expect(await asJson('contact', 'split', 'work@bob.example', '--identity', 'email:Home@bob.example')).toMatchObject({
    tickets: 1,
  });
  expect(await deskhand('contact', 'split', 'work@bob.example', '--identity', 'home@bob.example')).toMatchObject({
    exit: 2,
  });

  expect(await deskhand('contact', 'erase', 'work@bob.example')).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^REFUSED: .*--yes/),
  });
  expect(await deskhand('contact', 'erase', 'work@bob.example', '--yes')).toMatchObject({
    exit: 0,
    out: 'The contact is erased, with 1 ticket.\n',
  });
  expect(await deskhand('contact', 'show', 'work@bob.example')).toMatchObject({ exit: 3 });
  const { rows } = await desk.database.raw(
    `SELECT coalesce(json_agg(audit)::text, '') AS text FROM audit WHERE action LIKE 'contact.%'`,
  );
  expect(rows[0].text).toContain('contact.erased');
  expect(rows[0].text).not.toContain('bob.example');
});
