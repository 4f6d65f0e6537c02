import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { assignRepresentative } from '../database/life/assign-representative.ts';
import { planRedirections } from '../database/life/plan-redirections.ts';
import { takeUp } from '../database/life/take-up.ts';
import { runFacebookSandbox, type FacebookSandbox } from '../sandbox/facebook/main.ts';
import { aRepresentative } from '../test/support/builders.ts';
import { deskhandOf, type Ran, type RunWith } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

const key = Buffer.alloc(32, 7).toString('base64');
let desk: TestDatabase;
let folder: string;
let sandbox: FacebookSandbox;
let deskhand: (words: string[], given?: RunWith) => Promise<Ran>;
let number: string;

beforeAll(async () => {
  desk = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'ticket-platform-'));
  sandbox = await runFacebookSandbox({ directory: join(folder, 'facebook') });
  await aRepresentative(desk.database, 'Ada Ak');
  const typed = deskhandOf(desk, folder);
  deskhand = (words, given = {}) =>
    typed(words, { ...given, env: { DESKHAND_SECRET_KEY: key, PAGE_TOKEN: page().pageToken, ...given.env } });
  const { id: under } = await admin('posts', { pageId: page().pageId, message: 'Yeni kahveler geldi!' });
  await admin('comments', { under, message: 'Kargom \u202Egelmedi', name: 'Ayşe Yılmaz' });
  const settings = ['--set', `baseUrl=${sandbox.baseUrl}`, '--secret-env', 'token=PAGE_TOKEN'];
  await deskhand(['source', 'add', '--channel', 'facebook', '--name', 'Page', ...settings]);
  await deskhand(['source', 'on', 'Page']);
  await deskhand(['source', 'gaps', 'Page', '--bring']);
  const listed = await deskhand(['ticket', 'list', '--tab', 'facebook', '--json']);
  number = String((JSON.parse(listed.out) as { number: number }).number);
});
afterAll(async () => {
  await sandbox.stop();
  await desk.drop();
  rmSync(folder, { recursive: true, force: true });
});

const page = () => sandbox.pages[0]!;

async function admin(path: string, body: object): Promise<{ id: string }> {
  const response = await fetch(`${sandbox.baseUrl}/sandbox/${path}`, { method: 'POST', body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as { id: string };
}

test('a comment’s ticket shows its post with the link, the deadline of the private reply and what the channel takes', async () => {
  const { out } = await deskhand(['ticket', 'show', number]);
  expect(out).toMatch(/^Post: +Yeni kahveler geldi! +https?:/m);
  expect(out).toMatch(/^Private reply: +until \S+ \(in 6d\)$/m);
  expect(out).toMatch(/^It takes: +an answer in public, up to 8000 letters$/m);
  expect(out).toMatch(/^It takes: +one private reply, up to 2000 letters$/m);
  expect(out).toMatch(/^It takes: +hide, show and remove/m);
  expect(out).not.toContain('\u202E');
});

test('the list of a tab shows the post and how long a private reply is possible', async () => {
  const { out } = await deskhand(['ticket', 'list', '--tab', 'facebook']);
  expect(out).toMatch(/Post, product or form +There +Answer by +Privately\n/);
  expect(out).toMatch(/Yeni kahveler geldi! +6d$/m);
});

test('the same stands in its JSON', async () => {
  const shown = JSON.parse((await deskhand(['ticket', 'show', number, '--json'])).out) as object;
  expect(shown).toMatchObject({
    platform: { place: { title: 'Yeni kahveler geldi!' }, isHidden: false, privateReply: { usedAt: null } },
    answerOptions: [
      { way: 'public', refusal: null },
      { way: 'private', refusal: null },
    ],
    canModerate: true,
  });
});

/** Runs a command, and meanwhile does what the ticket's workflow does. */
async function takenUp(words: string[]): Promise<Ran> {
  let isDone = false;
  const ran = deskhand(words).finally(() => {
    isDone = true;
  });
  const { id: ticketId } = await desk.database('tickets').where({ number }).first<{ id: string }>('id');
  while (!isDone) {
    const input = { ticketId, now: new Date().toISOString() };
    const { next } = await takeUp(desk.database, input);
    if (next?.step === 'assignRepresentative') await assignRepresentative(desk.database, { ...input, ...next });
    if (next?.step === 'planRedirections') await planRedirections(desk.database, { ...input, ...next });
    await setTimeout(10);
  }
  return ran;
}

test('one private reply is taken, a second is refused, and the comment is hidden, each as it is typed', async () => {
  const reply = ['ticket', 'reply', number, '--by', 'private', 'Hemen bakıyoruz.'];
  expect(await takenUp(reply)).toMatchObject({ exit: 0, out: `#${number} is answered privately.\n` });
  expect(await takenUp(reply)).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^ANSWER_NOT_ALLOWED: its one private reply is on its way/),
  });
  const hidden = await takenUp(['ticket', 'moderate', number, 'hide']);
  expect(hidden).toMatchObject({ exit: 0, out: `#${number} asks its platform to hide the comment.\n` });
  const { out } = await deskhand(['ticket', 'show', number]);
  expect(out).toMatch(/^ {2}private-reply to the platform: planned/m);
  expect(out).toMatch(/^ {2}moderation to the platform: planned/m);
});

test('a comment that was hidden and then removed says so, and takes no answer any more', async () => {
  const gone = { isRemoved: true, isHidden: true };
  await desk
    .database('tickets')
    .where({ number })
    .update({
      platform: desk.database.raw('platform || ?::jsonb', [JSON.stringify(gone)]),
    });
  const { out } = await deskhand(['ticket', 'show', number]);
  expect(out).toMatch(/^Comment: +removed at the platform$/m);
  expect(out).toMatch(/^Private reply: +not possible any more$/m);
  expect(out).toMatch(/^It takes: +no public answer: the comment is gone from the platform$/m);
  expect(out).not.toContain('hide, show and remove');
});

test.each([
  ['removing without being sure', ['moderate', 'remove'], 4, 'say --yes if you mean it'],
  ['what no platform does', ['moderate', 'burn'], 2, 'say hide, show or remove'],
  ['a way that there is not', ['reply', '--by', 'pigeon', 'Merhaba'], 2, 'Allowed choices are public, private'],
])('%s is refused', async (_what, [verb = '', ...words], exit, said) => {
  expect(await deskhand(['ticket', verb, number, ...words])).toMatchObject({
    exit,
    errors: expect.stringContaining(said),
  });
});

test('the platform is asked to push, and where its own pages want the address it is told', async () => {
  const env = { DESKHAND_PUBLIC_URL: 'https://help.shop.example' };
  const asked = await deskhand(['source', 'subscribe', 'Page'], { env });
  expect(asked).toMatchObject({ exit: 0, out: expect.stringContaining('https://help.shop.example/webhooks/') });
});

test('forbidden words are kept once in whatever spelling, and taken off again', async () => {
  await deskhand(['forbidden-word', 'add', 'WhatsApp', 'whatsapp', 'bizi arayın']);
  expect((await deskhand(['forbidden-word', 'list'])).out).toBe('Word\nWhatsApp\nbizi arayın\n');
  expect(await deskhand(['forbidden-word', 'remove', 'telefon'])).toMatchObject({ exit: 3 });
  const removed = await deskhand(['forbidden-word', 'remove', 'BİZİ ARAYIN', '--json']);
  expect(JSON.parse(removed.out)).toEqual({ words: ['WhatsApp'] });
});
