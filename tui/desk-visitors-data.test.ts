import { readFile } from 'node:fs/promises';
import { aTicket } from '../test/support/builders.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import { saveRepresentative } from '../database/representatives.ts';
import { checkCalendarText } from '../client/check-calendar-text.ts';
import { saveChatbotText } from '../client/save-design.ts';
import { saveCalendar } from '../database/calendars.ts';
import { theDesk } from '../domain/actor.ts';
import type { DeskData } from './data.ts';
import { deskData } from './desk-data.ts';

let desk: TestDatabase;
let data: DeskData;
const kept = new Map<string, string>();

beforeAll(async () => {
  desk = await testDatabase();
  const now = new Date().toISOString();
  const id = await saveRepresentative(desk.database, {
    id: null,
    name: 'Deniz Kaya',
    email: 'deniz@shop.example',
    osUser: null,
    isActive: true,
    actor: theDesk,
    now,
  });
  const notHere = () => Promise.reject(new Error('no engine here'));
  data = deskData({
    database: desk.database,
    desk: notHere,
    fallenParts: () => [],
    findMe: () => Promise.resolve({ id, name: 'Deniz Kaya' }),
    remember: () => Promise.resolve(),
    seal: notHere,
    retryInbound: notHere,
    saveFile: notHere,
    addressOf: (kind, name) => `https://help.example/${kind}/${name}`,
    webhookAddress: () => null,
    addressForPlatform: () => null,
    platformAccess: notHere,
    auditSource: notHere,
    readPeriod: (typed) => typed,
    sampleText: (name) => readFile(new URL(`../embedded/samples/${name}.yaml`, import.meta.url), 'utf8'),
    keepFile: (name, text) => Promise.resolve(void kept.set(name, text)).then(() => name),
    close: () => Promise.resolve(),
  });
  await data.findMe();
});
afterAll(() => desk.drop());

test('templates of calendar, chatbot and form are saved as they are offered, the designs as drafts', async () => {
  const calendar = { kind: 'calendar', name: null } as const;
  const office = (await data.readFile(calendar)).replace('name: new', 'name: Office');
  expect(await data.saveFile(calendar, office)).toContain('Office saved');
  for (const kind of ['chatbot', 'form'] as const) {
    const file = { kind, name: null };
    const text = await data.readFile(file);
    const titled = text.replace('title: New', `title: New ${kind}`);
    expect(await data.saveFile(file, titled)).toContain('new saved as draft v1');
    await expect(data.saveFile(file, titled)).rejects.toThrow(`there is a ${kind} new already`);
  }
  const { chatbots, forms, calendars } = await data.readSettings();
  expect(chatbots).toMatchObject([
    {
      name: 'new',
      title: 'New chatbot',
      publishedVersion: null,
      latestVersion: 1,
      url: 'https://help.example/chatbot/new',
    },
  ]);
  expect(forms).toMatchObject([{ name: 'new', publishedVersion: null }]);
  expect(calendars).toMatchObject([{ name: 'Office', timeZone: 'Europe/Istanbul' }]);
  expect(calendars[0]?.hours).toEqual(['Mon-Fri 09:00-18:00, Sat-Sun closed', '8 holidays']);
});

test('a chatbot is published, changed, rolled back and removed; its tree and versions are told', async () => {
  const [bot] = (await data.readSettings()).chatbots;
  await data.publishDesign(bot!, 1);
  const file = { kind: 'chatbot', name: 'new' } as const;
  const text = await data.readFile(file);
  expect(await data.saveFile(file, text.replace('this is the Sample Shop', 'this is the shop'))).toContain('draft v2');
  await expect(data.saveFile(file, text.replace('- say:', '- sya:'))).rejects.toThrow(/line \d+:\d+.*sya/s);
  await expect(data.saveFile(file, text.replace('name: new', 'name: other'))).rejects.toThrow('the name must stay new');
  const picture = await data.readDesign(bot!, { cells: 80, isAscii: false });
  expect(picture.lines.join('\n')).toContain('this is the shop');
  expect(picture.versions.map(({ version, savedBy, publishedAt }) => [version, savedBy, publishedAt !== null])).toEqual(
    [
      [2, 'Deniz Kaya', false],
      [1, 'Deniz Kaya', true],
    ],
  );
  await data.publishDesign(bot!, 2);
  await data.publishDesign(bot!, 1);
  await data.switchDesign(bot!, false);
  expect((await data.readSettings()).chatbots).toMatchObject([{ publishedVersion: 1, latestVersion: 2, isOn: false }]);
  const [calendar] = (await data.readSettings()).calendars;
  await expect(data.removeCalendar(calendar!.id)).rejects.toThrow('Office is asked by chatbot new');
  await data.removeDesign(bot!);
  expect((await data.readSettings()).chatbots).toEqual([]);
});

test('what somebody else saved while a file was edited is told once; whoever saves again means it', async () => {
  const by = { actor: theDesk, now: new Date().toISOString() };
  const bot = (say: string) => `name: both\ntitle: Both\nstart: main\nflows:\n  main:\n    - say: ${say}\n    - end\n`;
  const save = (say: string) => saveChatbotText(desk.database, { text: bot(say), isPublished: false, ...by });
  const file = { kind: 'chatbot', name: 'both' } as const;
  await save('One');
  await data.readFile(file);
  await save('Two');
  await expect(data.saveFile(file, bot('Three'))).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await data.saveFile(file, bot('Three'))).toContain('draft v3');
  const calendar = { kind: 'calendar', name: 'Office' } as const;
  const text = await data.readFile(calendar);
  const other = checkCalendarText(text.replace('09:00', '08:00'));
  await saveCalendar(desk.database, { ...other, ...by });
  const mine = text.replace('18:00', '17:00');
  await expect(data.saveFile(calendar, mine)).rejects.toMatchObject({ code: 'CONFLICT' });
  expect(await data.saveFile(calendar, mine)).toContain('Office saved');
});

test('what could not be saved is kept under the name of its kind', async () => {
  expect(await data.keepFile({ kind: 'form', name: null }, 'half')).toBe('form-new.yaml');
  expect(kept.get('form-new.yaml')).toBe('half');
});

test('contacts are counted, searched, given attributes, merged, split and erased', async () => {
  await data.saveAttribute({ id: null, name: 'Plan', type: 'choice', choices: ['gold', 'silver'] });
  const ali = { name: 'Ali Veli', email: 'ali@customer.example' };
  await aTicket(desk.database, { contact: ali });
  await aTicket(desk.database, { contact: ali });
  await aTicket(desk.database, { contact: { name: 'Zeynep Şen', email: 'zeynep@customer.example' } });
  const { rows } = await data.listContacts({ search: '', limit: 60 });
  expect(rows.map(({ name, ticketCount, isProven }) => [name, ticketCount, isProven])).toEqual([
    ['Zeynep Şen', 1, true],
    ['Ali Veli', 2, true],
  ]);
  const first = await data.listContacts({ search: '', limit: 1 });
  const second = await data.listContacts({ search: '', limit: 1, after: first.next! });
  expect([...first.rows, ...second.rows]).toEqual(rows);
  const [zeynep, aliRow] = rows;
  const intoId = aliRow!.id;
  await data.saveContact({ id: intoId, change: { name: 'Ali Can' }, attributes: { Plan: 'gold' } });
  await data.mergeContacts({ fromId: zeynep!.id, intoId });
  expect(await data.showContact(intoId)).toMatchObject({
    name: 'Ali Can',
    attributes: { Plan: 'gold' },
    merges: [{ name: 'Zeynep Şen' }],
    tickets: [{}, {}, {}],
  });
  await data.splitContact(intoId, null);
  await data.saveContact({ id: intoId, change: {}, attributes: { Plan: '' } });
  expect(await data.showContact(intoId)).toMatchObject({ attributes: {}, merges: [], tickets: [{}, {}] });
  await data.eraseContact(intoId);
  expect((await data.listContacts({ search: '', limit: 60 })).rows.map(({ name }) => name)).toEqual(['Zeynep Şen']);
});
