import { PlatformFault } from '../domain/platform/platform-fault.ts';
import { openScreen, type OpenScreen } from './testing/open-screen.ts';
import { sampleDesk } from './testing/sample-desk.ts';

let screen: OpenScreen;
const press = { enter: '\r', escape: '\u001b', tab: '\t', controlS: '\u0013', right: '\u001b[C' };

/** Request Settings with the keys in a section. */
async function openSection(title: string, size = { columns: 120, rows: 30 }, desk = sampleDesk()): Promise<void> {
  screen = await openScreen({ ...size, desk });
  await screen.shows('Ayşe Yılmaz');
  screen.type('0');
  await screen.shows('› Redirection rules');
  for (let step = 0; step < 12 && !screen.text().includes(`› ${title}`); step += 1) {
    const before = screen.text();
    screen.type('j');
    await screen.until(() => screen.text() !== before);
  }
  screen.type(press.enter);
}

afterEach(async () => {
  await screen.close();
  expect(screen.errors).toEqual([]);
});

test.each([
  { columns: 80, rows: 24 },
  { columns: 120, rows: 30 },
])('a channel that stopped is one clear line with its mend, at $columns columns', async (size) => {
  await openSection('Channels', size);
  await screen.shows(/STOPPED +@magaza/);
  await screen.shows(/! PLATFORM_LOGIN_REJECTED: the token ended\. Log in\s/);
  await screen.shows('webhooks refused: 3 bad-signature');
  expect(screen.rows()).toHaveLength(size.rows);
});

test('everything about a channel stands behind Enter: account, polls, calls, token, webhooks, trouble', async () => {
  await openSection('Channels');
  await screen.shows('@magaza');
  screen.type('j');
  screen.type(press.enter);
  await screen.shows('Source @magaza');
  for (const words of [
    'Account            @magaza (17841400000000001)',
    'Items waiting      2, parked 1',
    'reads: 50 of 200 in 3600 s',
    'instagram: 62 %',
    'Token ends',
    'https://desk.example/webhooks/source-2',
    '3 bad-signature',
    'No gap audit yet',
  ])
    await screen.shows(words);
});

test('a new account is added by the form of its channel, and its token is never shown', async () => {
  await openSection('Channels');
  screen.type('c');
  await screen.shows('A new source on');
  screen.type('insta');
  screen.type(press.enter);
  await screen.shows('New source on Instagram');
  screen.type('@magaza2');
  screen.type(press.tab);
  screen.type(press.right);
  await screen.shows('Facebook Login');
  screen.type(press.tab);
  screen.type('very-secret-token');
  await screen.shows(/Token .*[•*]{5}/);
  expect(screen.text()).not.toContain('very-secret-token');
  screen.type(press.controlS);
  await screen.until(() => screen.desk.savedSources.length === 1);
  expect(screen.desk.savedSources[0]).toEqual({
    id: null,
    channel: 'instagram',
    name: '@magaza2',
    tags: [],
    pollIntervalSeconds: 60,
    settings: { route: 'facebook-login' },
    secrets: { token: 'very-secret-token' },
  });
});

test('an account that does not work is not switched on, and its platform’s reason is told with the mend', async () => {
  await openSection('Channels', { columns: 160, rows: 30 });
  await screen.shows('@magaza');
  screen.desk.switchSource = () =>
    Promise.reject(new PlatformFault('PLATFORM_LOGIN_REJECTED', 'the token ended', { effect: 'stop' }));
  screen.type('j');
  screen.type(' ');
  await screen.shows('PLATFORM_LOGIN_REJECTED: the token ended. Log in there again');
});

test('what was just done is told while a source is in trouble, and then the trouble again', async () => {
  await openSection('Channels');
  const troubles = [{ what: 'source @magaza', words: 'the token ended', since: null }];
  screen.desk.readHealth = () => Promise.resolve({ troubles, attention: '' });
  await screen.shows('! source @magaza does not work: the token ended');
  screen.type('j');
  screen.type(' ');
  await screen.shows(/^@magaza is o(n|ff)/m);
});

test('why a source does not work is read at 80 columns too, whatever else there is to count', async () => {
  await openSection('Channels', { columns: 80, rows: 24 });
  const troubles = [{ what: 'source @magaza', words: 'the session has expired', since: null }];
  screen.desk.readHealth = () => Promise.resolve({ troubles, attention: '1 parked, 2 failed, 202 held' });
  await screen.shows('! source @magaza does not work: the session has expired');
});

test('what an audit has taken in is not called missing', async () => {
  const desk = sampleDesk();
  const audit = await desk.auditSource('source-2', { days: 7, bring: true });
  desk.settings.health = desk.settings.health.map((health) => ({ ...health, audit }));
  await openSection('Channels', { columns: 120, rows: 30 }, desk);
  await screen.shows('@magaza');
  expect(screen.text()).not.toContain('missing by the last audit');
});

test('the form of a saved account says that its token is kept', async () => {
  const desk = sampleDesk();
  desk.settings.sources = desk.settings.sources.map((source) => ({
    ...source,
    settings: { ...source.settings, token: { sealed: 'x' } },
  }));
  await openSection('Channels', { columns: 120, rows: 30 }, desk);
  await screen.shows('@magaza');
  screen.type('j');
  screen.type('e');
  await screen.shows('Edit source @magaza');
  await screen.shows(/Token +\(kept\)/);
});

test('a gap audit lists what is missing and takes it in after a question', async () => {
  await openSection('Channels');
  await screen.shows('@magaza');
  screen.type('j');
  screen.type('a');
  await screen.shows('1 missing of 40: take them in?');
  await screen.shows('17900000000000777 Kargo nerede?');
  screen.type('y');
  await screen.shows('@magaza: 1 taken in');
  expect(screen.desk.audits).toEqual([
    { sourceId: 'source-2', bring: false },
    { sourceId: 'source-2', bring: true },
  ]);
});

test('responses of a Supsis form are redirected to tickets by one key, mapped in a form, and shown as a ticket before', async () => {
  await openSection('Supsis forms');
  await screen.shows(/kept only +Destek formu/);
  screen.type(' ');
  await screen.shows('Destek formu: new responses become tickets');
  await screen.shows(/to tickets +Destek formu/);
  screen.type(press.enter);
  await screen.shows('The newest response of Destek formu, as a ticket');
  await screen.shows('E-mail   ada@example.com');
  screen.type(press.escape);
  await screen.until(() => !screen.text().includes('as a ticket ─'));
  screen.type('e');
  await screen.shows('Redirect responses to tickets');
  screen.type(press.tab);
  screen.type(press.right);
  screen.type(press.right);
  screen.type(press.controlS);
  await screen.until(() => screen.desk.savedForms.length === 2);
  expect(screen.desk.savedForms[1]).toMatchObject({ isRedirected: true, mapping: { subject: 'q2' } });
  await screen.shows('Form Destek formu saved');
  screen.type('i');
  await screen.shows('Old responses of Destek formu');
  screen.type(press.controlS);
  await screen.shows('7 responses became tickets');
});
