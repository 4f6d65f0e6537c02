import { createSecrets } from '../channels/secrets.ts';
import { listSourceHealth } from '../database/platform/source-health.ts';
import { noteFault, noteRecovery } from '../database/platform/pause-source.ts';
import { findSource, recordPoll, switchSource, type Source } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import { aTicket } from '../test/support/builders.ts';
import { startScriptedPlatform, type ScriptedPlatform } from '../test/support/scripted-platform.ts';
import { testDatabase, type TestDatabase } from '../test/support/test-database.ts';
import type { PlatformAccess } from './platform-access.ts';
import { refreshToken } from './refresh-token.ts';
import { savePlatformSource, type PlatformSourceSave } from './save-platform-source.ts';
import { switchSourceOn } from './switch-source-on.ts';

let desk: TestDatabase;
let platform: ScriptedPlatform;
let access: PlatformAccess;
const soon = '2026-12-10T00:00:00.000Z';
const now = () => new Date().toISOString();

beforeAll(async () => {
  desk = await testDatabase();
  platform = await startScriptedPlatform();
  const secrets = createSecrets(Buffer.alloc(32, 5));
  access = { database: desk.database, secrets, environment: { SHOP_TOKEN: 'env-token' }, channels: [platform.channel] };
});
afterAll(async () => {
  await platform.close();
  await desk.drop();
});
afterEach(() => platform.faults.clear());

let count = 0;
async function save(wish: Partial<PlatformSourceSave> & { token?: string } = {}): Promise<Source> {
  const { token = 'tok', source = null } = wish;
  const { sourceId } = await savePlatformSource(access, {
    source,
    channel: 'instagram',
    name: source?.name ?? `Shop ${(count += 1)}`,
    given: { baseUrl: platform.baseUrl, token: { text: token } },
    tags: [],
    pollIntervalSeconds: null,
    senderId: null,
    acknowledgement: null,
    actor: theDesk,
    now: now(),
    desk: null,
    ...wish,
  });
  return findSource(desk.database, sourceId);
}

function switchOn(source: Source) {
  return switchSourceOn(access, { source, actor: theDesk, now: now(), desk: null });
}

/** A source whose account works, by this token. */
async function working(token: string, tokenEndsAt: string | null = null): Promise<Source> {
  platform.accounts.set(token, { id: `id-${token}`, name: `@${token}`, tokenEndsAt });
  const source = await save({ token });
  await switchOn(source);
  return findSource(desk.database, source.id);
}

async function healthOf({ id }: Source) {
  return (await listSourceHealth(desk.database, now())).find(({ sourceId }) => sourceId === id)!;
}

const dead = new PlatformFault('PLATFORM_LOGIN_REJECTED', '190/463: the session has expired', { effect: 'stop' });

test('a new source is off, and its secrets are sealed', async () => {
  const source = await save({ token: 'gizli-belirtec' });
  expect(source).toMatchObject({ isOn: false, accountId: null, pollIntervalSeconds: null });
  expect(JSON.stringify(source.settings)).not.toContain('gizli-belirtec');
  const byName = await save({ given: { baseUrl: platform.baseUrl, token: { env: 'SHOP_TOKEN' } } });
  expect(byName.settings['token']).toEqual({ env: 'SHOP_TOKEN' });
});

test('every wrong value is named at once, and nothing is saved', async () => {
  const before = await desk.database('sources').pluck('id');
  const given = { baseUrl: '', token: 'in clear', mode: 'z', colour: 'red' };
  const saving = save({ given, pollIntervalSeconds: 1 });
  await expect(saving).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  const message = await saving.then(String, String);
  for (const part of ['colour', 'baseUrl', 'token', 'must be one of a', 'interval']) expect(message).toContain(part);
  expect(message).not.toContain('in clear');
  await expect(save({ given: {} })).rejects.toThrow('Base address (baseUrl) is missing; Token (token) is missing');
  expect(await desk.database('sources').pluck('id')).toEqual(before);
});

test('a source goes on only once a call has proven its account', async () => {
  const source = await save({ token: 'proven' });
  await expect(switchOn(source)).rejects.toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', effect: 'stop' });
  expect(await findSource(desk.database, source.id)).toMatchObject({ isOn: false, accountId: null });
  platform.accounts.set('proven', { id: '77', name: '@proven', tokenEndsAt: soon });
  expect(await switchOn(source)).toMatchObject({ accountId: '77', accountName: '@proven', pushProblem: null });
  expect(await findSource(desk.database, source.id)).toMatchObject({
    isOn: true,
    accountId: '77',
    accountName: '@proven',
    tokenEndsAt: new Date(soon),
  });
  const audit = await desk.database('audit').where({ subject: source.id }).orderBy('id').pluck('action');
  expect(audit).toEqual(['source.saved', 'source.on']);
});

test('one account cannot have two sources, and a source does not change its account', async () => {
  const first = await working('single');
  platform.accounts.set('single-again', platform.accounts.get('single')!);
  const second = await save({ token: 'single-again' });
  await expect(switchOn(second)).rejects.toThrow(`@single is the account of the source ${first.name} already`);
  for (const token of ['twin', 'twin-again'])
    platform.accounts.set(token, { id: '2', name: '@twin', tokenEndsAt: null });
  const twins = [await save({ token: 'twin' }), await save({ token: 'twin-again' })];
  const ends = await Promise.allSettled(twins.map(switchOn));
  expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'INVALID_INPUT' } });
  platform.accounts.set('stranger', { id: 'id-stranger', name: '@stranger', tokenEndsAt: null });
  const given = { token: { text: 'stranger' } };
  await expect(save({ source: first, given })).rejects.toThrow(
    'this opens @stranger, but the source and its tickets are of @single',
  );
});

test('a dead token stops the source with one clear line; with a new one it goes on and sends what was held', async () => {
  const source = await working('dying');
  const ticket = await aTicket(desk.database, { source });
  const later = new Date(Date.now() + 3_600_000).toISOString();
  await desk.database('deliveries').insert({
    id: ticket.id,
    ticket_id: ticket.id,
    kind: 'public-reply',
    key: ticket.id,
    mail_message_id: ticket.id,
    next_attempt_at: later,
    held_reason: 'the source is stopped: PLATFORM_LOGIN_REJECTED',
    planned_at: now(),
  });
  await noteFault(desk.database, { sourceId: source.id, fault: dead, now: now() });
  // Whatever else goes on, or wrong, does not take the line away.
  await recordPoll(desk.database, { sourceId: source.id, now: now(), itemCount: 0, error: null });
  const passing = new PlatformFault('PLATFORM_UNREACHABLE', 'answered 503', { effect: 'retry' });
  await noteFault(desk.database, { sourceId: source.id, fault: passing, now: now() });
  await noteRecovery(desk.database, { sourceId: source.id, now: now() });
  const stopped = await healthOf(source);
  expect(stopped.state).toBe('stopped');
  expect(stopped.error).toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED', message: dead.message, mend: dead.mend });

  platform.accounts.set('risen', platform.accounts.get('dying')!);
  platform.accounts.delete('dying');
  const stands = await findSource(desk.database, source.id);
  await expect(save({ source: stands, token: 'wrong' })).rejects.toMatchObject({ code: 'PLATFORM_LOGIN_REJECTED' });
  await save({ source: stands, token: 'risen' });
  expect(await healthOf(source)).toMatchObject({ state: 'on', error: null });
  const delivery = await desk.database('deliveries').where({ id: ticket.id }).first();
  expect(delivery).toMatchObject({ held_reason: null });
  expect(delivery.next_attempt_at.getTime()).toBeLessThanOrEqual(Date.now());
});

test('a rate limit lets the source wait until the time that the platform said, and no longer', async () => {
  const source = await working('limited');
  const until = new Date(Date.now() + 60_000).toISOString();
  const fault = new PlatformFault('PLATFORM_RATE_LIMITED', '80002', { effect: 'wait', until });
  await noteFault(desk.database, { sourceId: source.id, fault, now: now() });
  expect(await healthOf(source)).toMatchObject({ state: 'waiting', waitsUntil: until, error: { code: fault.code } });
  const later = new Date(Date.now() + 61_000).toISOString();
  const [afterwards] = (await listSourceHealth(desk.database, later)).filter(({ sourceId }) => sourceId === source.id);
  expect(afterwards).toMatchObject({ state: 'on', waitsUntil: null });
  await noteRecovery(desk.database, { sourceId: source.id, now: later });
  expect(await healthOf(source)).toMatchObject({ state: 'on', error: null });
});

test('settings may be changed while the platform is away; a source that is on stays on', async () => {
  const source = await working('away');
  platform.faults.set('/me', 503);
  const saved = await save({ source, given: { mode: 'a' }, pollIntervalSeconds: 300 });
  expect(saved).toMatchObject({ isOn: true, accountId: 'id-away', pollIntervalSeconds: 300 });
  expect(saved.settings).toMatchObject({ mode: 'a', token: source.settings['token'] });
});

async function aged(source: Source, refreshedDaysAgo: number): Promise<Source> {
  const at = new Date(Date.now() - refreshedDaysAgo * 86_400_000);
  await desk.database('sources').where({ id: source.id }).update({ token_refreshed_at: at });
  return findSource(desk.database, source.id);
}

test('several workers renew a token that is due once, and the new one is used', async () => {
  const inTwentyDays = new Date(Date.now() + 20 * 86_400_000).toISOString();
  const fresh = await working('renewed', inTwentyDays);
  const renew = (source: Source) => refreshToken(access, { source, now: now() });
  // Not a day old yet.
  expect(await renew(fresh)).toBe('not-due');
  const source = await aged(fresh, 2);
  const renewals = () => platform.asked.filter((path) => path === '/renew').length;
  expect((await Promise.all([renew(source), renew(source), renew(source)])).toSorted()).toEqual([
    'not-due',
    'not-due',
    'refreshed',
  ]);
  expect(renewals()).toBe(1);
  expect(platform.accounts.has('renewed')).toBe(false);
  const after = await findSource(desk.database, source.id);
  expect(after.tokenEndsAt).toEqual(new Date('2027-06-01T00:00:00.000Z'));
  expect(JSON.stringify(after.settings)).not.toContain('renewed+');
  await expect(switchOn(after)).resolves.toMatchObject({ accountId: 'id-renewed' });
});

test('a token that cannot be renewed is told of days before it ends, until it is', async () => {
  const inTenDays = new Date(Date.now() + 10 * 86_400_000).toISOString();
  const source = await aged(await working('stuck', inTenDays), 2);
  platform.faults.set('/renew', 500);
  expect(await refreshToken(access, { source, now: now() })).toBe('failed');
  await recordPoll(desk.database, { sourceId: source.id, now: now(), itemCount: 0, error: null });
  const health = await healthOf(source);
  expect(health).toMatchObject({ state: 'on', tokenEndsAt: inTenDays });
  expect(health.error?.message).toBe(
    `the token could not be renewed and ends on ${inTenDays.slice(0, 10)}: answered 500`,
  );
  platform.faults.clear();
  const anHourOn = new Date(Date.now() + 3_600_000).toISOString();
  expect(await refreshToken(access, { source, now: anHourOn })).toBe('refreshed');
  expect((await healthOf(source)).error).toBeNull();
});

test('an owner who gave another token meanwhile keeps it', async () => {
  const source = await aged(await working('raced', new Date(Date.now() + 86_400_000).toISOString()), 2);
  const settings = { ...source.settings, token: { env: 'GIVEN_MEANWHILE' } };
  await desk
    .database('sources')
    .where({ id: source.id })
    .update({ settings: JSON.stringify(settings) });
  await refreshToken(access, { source, now: now() });
  expect((await findSource(desk.database, source.id)).settings).toEqual(settings);
});

test('a token that is renewed while its source is called otherwise or switched is kept: the one before may be dead', async () => {
  const source = await aged(await working('changed', new Date(Date.now() + 86_400_000).toISOString()), 2);
  await desk.database('sources').where({ id: source.id }).update({ name: 'Called otherwise' }).increment('version');
  expect(await refreshToken(access, { source, now: now() })).toBe('refreshed');
  expect(platform.accounts.has('changed')).toBe(false);
  await expect(switchOn(await findSource(desk.database, source.id))).resolves.toMatchObject({
    accountId: 'id-changed',
  });
});

test('the health of all sources tells what waits, what is used up and what was refused, in a few statements', async () => {
  const source = await working('watched');
  await aTicket(desk.database, { source });
  await desk
    .database('inbound_items')
    .insert({ id: source.id, source_id: source.id, external_id: 'x', state: 'parked', received_at: now() });
  await desk.database('webhook_refusals').insert({ source_id: source.id, reason: 'stale', count: 3, last_at: now() });
  await desk
    .database('account_usage')
    .insert({ source_id: source.id, name: 'X-App-Usage', percent: 28, told_at: now() });
  let statements = 0;
  const counting = () => void (statements += 1);
  desk.database.on('query', counting);
  const all = await listSourceHealth(desk.database, now());
  desk.database.removeListener('query', counting);
  expect(all.length).toBeGreaterThan(5);
  expect(statements).toBeLessThanOrEqual(6);
  expect(all.find(({ sourceId }) => sourceId === source.id)).toMatchObject({
    state: 'on',
    account: { id: 'id-watched', name: '@watched' },
    waitingCount: 1,
    parkedCount: 1,
    budgets: [{ name: 'reads', used: 1, calls: 1000, seconds: 60 }],
    usage: [{ name: 'X-App-Usage', percent: 28, until: null }],
    refused: [{ reason: 'stale', count: 3 }],
    audit: null,
  });
  await switchSource(desk.database, { sourceId: source.id, isOn: false, actor: theDesk, now: now() });
  expect((await healthOf(source)).state).toBe('off');
});
