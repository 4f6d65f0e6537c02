import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aRepresentative } from '../test/support/builders.ts';
import { deskhandOf, type RunWith, type Ran } from '../test/support/deskhand.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sample = (name: string) => join(root, 'embedded', 'samples', `${name}.yaml`);
let desk: TestDatabase;
let home: string;
let deskhand: (words: string[], given?: RunWith) => Promise<Ran>;

beforeAll(async () => {
  desk = await testDatabase();
  home = mkdtempSync(join(tmpdir(), 'design-verbs-'));
  const run = deskhandOf(desk, home);
  deskhand = (words, { input, env } = {}) => run(words, { input, env: { ...settings, ...env } });
  await aRepresentative(desk.database, 'Deniz Kaya');
});
afterAll(async () => {
  rmSync(home, { recursive: true, force: true });
  await desk.drop();
});

const settings = {
  DESKHAND_PUBLIC_URL: 'https://help.example',
  DESKHAND_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};

const botText = (say: string) =>
  `name: bot\ntitle: A bot\nstart: main\nflows:\n  main:\n    - say: ${say}\n    - hand-over\n`;

test('a chatbot goes from file to draft to visitors, back to the version before, and away', async () => {
  const applied = await deskhand(['chatbot', 'apply', '-f', '-'], { input: botText('One') });
  expect(applied).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^Chatbot bot: version 1 is saved as a draft; .*publish bot/),
  });
  expect(await deskhand(['chatbot', 'rollback', 'bot'])).toMatchObject({ exit: 4 });
  expect(await deskhand(['chatbot', 'publish', 'bot'])).toMatchObject({
    out: 'Visitors get version 1 of bot at https://help.example/chat/bot.\n',
  });
  const second = await deskhand(['chatbot', 'apply', '-f', '-', '--publish', '--json'], { input: botText('Two') });
  expect(JSON.parse(second.out)).toMatchObject({ name: 'bot', version: 2, isNew: true, isPublished: true });
  expect((await deskhand(['chatbot', 'rollback', 'bot'])).out).toMatch(/^Visitors get version 1 /);
  const listed = await deskhand(['chatbot', 'list', '--json']);
  expect(JSON.parse(listed.out)).toMatchObject({
    name: 'bot',
    title: 'A bot',
    publishedVersion: 1,
    draftVersion: 2,
    isOn: true,
    url: 'https://help.example/chat/bot',
  });
  expect((await deskhand(['chatbot', 'off', 'bot'])).out).toBe('bot is off.\n');
  expect((await deskhand(['chatbot', 'list'])).out).toMatch(/bot +A bot +1 +2 +off +https/);
  expect((await deskhand(['chatbot', 'publish', 'bot', '--version', '1'])).out).toBe(
    'Visitors get version 1 of bot at https://help.example/chat/bot, once it is on: `deskhand chatbot on bot`.\n',
  );
  expect(
    (await deskhand(['chatbot', 'apply', '-f', '-', '--json'], { input: botText('Two').replace('bot', 'BOT') })).out,
  ).toContain('"name":"bot"');
  expect((await deskhand(['chatbot', 'show', 'bot', '--version', '1', '--text'])).out).toBe(botText('One'));
  expect((await deskhand(['chatbot', 'show', 'bot', '--tree', '--ascii'])).out).toBe(
    'main\n|- say "Two"\n`- hand-over\n',
  );
  const shown = await deskhand(['chatbot', 'show', 'bot']);
  expect(shown.out).toMatch(/^bot {2}A bot\nversion 1 is published, switched off; this is version 3\n/);
  expect(shown.out).toMatch(/version 1 {2}saved .* by Deniz Kaya {2}published\n/);
  expect(await deskhand(['chatbot', 'remove', 'bot'])).toMatchObject({ exit: 0 });
  expect(await deskhand(['chatbot', 'show', 'bot'])).toMatchObject({ exit: 3 });
});

test('a file with mistakes is refused with every line, and --check saves nothing', async () => {
  const wrong = await deskhand(['chatbot', 'apply', '-f', sample('after-hours')]);
  expect(wrong).toMatchObject({ exit: 4, out: '' });
  expect(wrong.errors).toMatch(
    /^DESIGN_INVALID: the chatbot has 1 mistake\n {2}line 11:16, .*there is no calendar “Office”.*\nCorrect the lines named, then apply it again\.\n$/,
  );
  const checked = await deskhand(['chatbot', 'apply', '-f', '-', '--check'], {
    input: botText('{{nobody}}').replace('{{nobody}}', '"{{nobody}}"'),
  });
  expect(checked).toMatchObject({
    exit: 0,
    out: 'The chatbot bot has no mistakes.\n',
    errors: expect.stringMatching(/^line 6:7, .*warning: /),
  });
  expect(await deskhand(['chatbot', 'list'])).toMatchObject({ out: expect.stringMatching(/^No chatbot\./) });
  const hostile = await deskhand(['chatbot', 'apply', '-f', '-'], { input: '"\\e[31mred": 1\n' });
  expect(hostile).toMatchObject({ exit: 4, errors: expect.stringContaining('unknown key “␛[31mred”') });
  expect(hostile.errors).not.toContain('\u001b');
  writeFileSync(join(home, 'empty.yaml'), ' \n');
  expect((await deskhand(['chatbot', 'apply', '-f', join(home, 'empty.yaml')])).errors).toMatch(
    /^TEXT_MISSING: .*empty\.yaml is empty\. /,
  );
  expect(await deskhand(['chatbot', 'apply', '-f', '-', '--publish', '--draft'], { input: 'x' })).toMatchObject({
    exit: 2,
  });
});

test('a form is published at once, and its secret is shown only when it is made', async () => {
  expect(await deskhand(['form', 'apply', '-f', sample('contact')])).toMatchObject({
    exit: 0,
    errors: '',
    out: 'Form contact: version 1 is published at https://help.example/forms/contact.\n',
  });
  expect((await deskhand(['form', 'show', 'contact'])).out).toContain('email  email, required  "E-mail address"');
  expect(await deskhand(['form', 'responses', 'contact'])).toMatchObject({ out: 'Nobody sent anything yet.\n' });
  const made = await deskhand(['form', 'secret', 'contact', '--json']);
  expect(JSON.parse(made.out)).toMatchObject({ name: 'contact', secret: expect.stringMatching(/^[\w-]{43}$/) });
  const again = await deskhand(['form', 'secret', 'contact']);
  expect(again.out).toMatch(/--renew/);
  expect((await deskhand(['form', 'secret', 'contact', '--renew'])).out).toMatch(/HS256/);
});

test('an edited design is checked when it is saved, and comes back with its mistakes on top', async () => {
  await deskhand(['chatbot', 'apply', '-f', '-', '--publish'], { input: botText('Three') });
  const seen = join(home, 'seen');
  const editor = join(home, 'editor.sh');
  // The first time it makes a mistake, the second time it mends it.
  writeFileSync(
    editor,
    `#!/bin/sh\nif [ -e ${seen} ]; then cp "$1" ${seen}; sed -i 's/sya: Three/say: Four/' "$1"; else touch ${seen}; sed -i 's/say: Three/sya: Three/' "$1"; fi\n`,
    { mode: 0o755 },
  );
  const edited = await deskhand(['chatbot', 'edit', 'bot', '--publish'], { env: { EDITOR: editor } });
  expect(edited).toMatchObject({ exit: 0, out: expect.stringMatching(/^Chatbot bot: version 2 is published/) });
  expect(readFileSync(seen, 'utf8')).toMatch(/^#! Not saved.*\n#! line 9:7, .*unknown block “sya”.*\n#! Leave /);
  expect((await deskhand(['chatbot', 'show', 'bot', '--text'])).out).toBe(botText('Four'));
  expect(await deskhand(['chatbot', 'edit', 'bot'], { env: { EDITOR: 'true' } })).toMatchObject({
    out: 'Nothing is changed.\n',
  });
  expect(await deskhand(['chatbot', 'edit', 'bot'], { env: { EDITOR: 'false' } })).toMatchObject({ exit: 4 });
  const giveUp = { env: { EDITOR: "sed -i 's/say: Four/sya: Four/'" } };
  expect(await deskhand(['chatbot', 'edit', 'bot'], giveUp)).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^DESIGN_INVALID.*what you wrote is kept in .*unsaved\/chatbot-bot\.yaml/s),
  });
  const kept = join(home, 'unsaved', 'chatbot-bot.yaml');
  expect(readFileSync(kept, 'utf8').trimEnd()).toBe(botText('Four').replace('say', 'sya').trimEnd());
  // It breaks down after it has written.
  const broken = { env: { EDITOR: `sh -c 'echo "# mine" >> "$0"; exit 3'` } };
  expect(await deskhand(['chatbot', 'edit', 'bot'], broken)).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/^REFUSED: .* ended with 3; what you wrote is kept in /),
  });
  expect(readFileSync(kept, 'utf8')).toBe(`${botText('Four')}# mine\n`);
  expect(await deskhand(['chatbot', 'edit', 'bot'], { env: { EDITOR: 'rm' } })).toMatchObject({
    exit: 4,
    errors: expect.stringMatching(/left no file behind/),
  });
});
