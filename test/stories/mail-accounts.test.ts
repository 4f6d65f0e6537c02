import { createSecrets } from '../../channels/secrets.ts';
import { POLL_PREFIX, pollNow, setPollSchedule } from '../../client/schedules.ts';
import { findSource, saveSource, switchSource, type Source } from '../../database/sources.ts';
import { newId } from '../../database/new-id.ts';
import { theDesk } from '../../domain/actor.ts';
import { MailStory } from '../support/mail-story.ts';
import { eventually, startStoryDesk, STORY_KEY, type StoryDesk } from '../support/story-desk.ts';

/** Mailboxes and their logins: several at once, by token, refused, missing, switched off, and mended. */

let story: StoryDesk;
let people: MailStory;
const secrets = createSecrets(Buffer.from(STORY_KEY, 'base64'));

beforeAll(async () => {
  story = await startStoryDesk({ DESKHAND_ATTEMPT_SECONDS: '4' });
  people = new MailStory(story);
  await story.startWorker();
}, 60_000);
afterEach(() => story.mail.admin('DELETE', '/faults'));
afterAll(async () => {
  people.customer.close();
  await story.close();
}, 60_000);

async function addSource(user: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = newId();
  await saveSource(story.database, {
    id: null,
    newId: id,
    channel: 'email',
    name: `${user} mailbox`,
    settings: {
      host: '127.0.0.1',
      port: story.mail.imapPort,
      security: 'none',
      user,
      auth: { kind: 'password', secret: { sealed: secrets.seal('secret', `source:${id}:password`) } },
      addresses: [`${user}@sample.test`],
      ...more,
    },
    senderId: story.senderId,
    tags: [],
    pollIntervalSeconds: 1,
    acknowledgement: null,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  return id;
}

function tokenLogin(context: string, user: string) {
  const { oauth, users } = story.mail;
  const refreshToken = users.find((each) => each.user === user)?.refreshToken ?? '';
  return {
    kind: 'oauth2',
    provider: 'other',
    clientId: oauth.clientId,
    clientSecret: { sealed: secrets.seal(oauth.clientSecret, `${context}:client-secret`) },
    refreshToken: { sealed: secrets.seal(refreshToken, `${context}:refresh-token`) },
    tokenUrl: oauth.tokenUrl,
  };
}

async function sourceIs(id: string, isSo: (source: Source) => boolean): Promise<Source> {
  return eventually(async () => {
    const source = await findSource(story.database, id);
    if (!isSo(source)) throw new Error(`${source.lastErrorCode}: ${source.lastError}`);
    return source;
  });
}

async function change(sourceId: string, settings: Record<string, unknown>): Promise<void> {
  await story
    .database('sources')
    .where({ id: sourceId })
    .update({ settings: story.database.raw('settings || ?::jsonb', [JSON.stringify(settings)]) });
}

test('one mail to two of our mailboxes is one ticket, and the second copy is linked to it', async () => {
  const second = await addSource('sales');
  await people.send({
    to: ['support@sample.test', 'sales@sample.test'],
    subject: 'To both',
    messageId: '<both@c.test>',
  });
  const ticket = await people.ticket('To both');
  await eventually(async () => {
    const items = await story.database('inbound_items').where({ ticket_id: ticket.id }).pluck('state');
    if (items.length !== 2) throw new Error(`${items.length} items`);
    expect(items.toSorted()).toEqual(['linked', 'taken']);
  });
  expect(await story.database('tickets').where({ subject: 'To both' })).toHaveLength(1);
  expect(await story.database('messages').where({ ticket_id: ticket.id })).toHaveLength(1);
  await switchSource(story.database, { sourceId: second, isOn: false, actor: theDesk, now: new Date().toISOString() });
}, 60_000);

test('a login by token is renewed when refused or expired, its end is shown, and it recovers by itself', async () => {
  await story.mail.admin('POST', '/faults', { accessTokenSeconds: 125 });
  const id = await addSource('info');
  await change(id, { auth: tokenLogin(`source:${id}`, 'support'), user: 'support', addresses: [] });
  await switchSource(story.database, {
    sourceId: story.sourceId,
    isOn: false,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await setPollSchedule(story.client, { sourceId: story.sourceId, intervalSeconds: 1, isPaused: true });
  await people.open('By token');

  await people.faults({ refuseAccessTokens: true });
  const refused = await sourceIs(id, ({ lastErrorCode }) => lastErrorCode !== null);
  expect(refused.lastErrorCode).toBe('MAIL_LOGIN_REJECTED');
  await people.faults({ refuseAccessTokens: false, refuseRefreshTokens: true, accessTokenSeconds: 1 });
  await sourceIs(id, ({ lastErrorCode }) => lastErrorCode === null);
  await people.faults({ refuseAccessTokens: true });
  const ended = await sourceIs(id, ({ lastErrorCode }) => lastErrorCode === 'MAIL_TOKEN_REFUSED');
  expect(ended.lastError).toContain('invalid_grant');
  await people.send({ subject: 'Meanwhile' });
  await story.mail.admin('DELETE', '/faults');
  await people.ticket('Meanwhile');
  await sourceIs(id, ({ lastErrorCode }) => lastErrorCode === null);

  await change(id, { auth: { kind: 'password', secret: { sealed: secrets.seal('no', `source:${id}:password`) } } });
  await sourceIs(id, ({ lastErrorCode }) => lastErrorCode === 'MAIL_LOGIN_REJECTED');
  await switchSource(story.database, { sourceId: id, isOn: false, actor: theDesk, now: new Date().toISOString() });
  await switchSource(story.database, {
    sourceId: story.sourceId,
    isOn: true,
    actor: theDesk,
    now: new Date().toISOString(),
  });
}, 90_000);

test('answers go out by token too; a refused one stands on the sender and holds nothing for ever', async () => {
  const ticket = await people.open('Answer by token', { from: 'token@customer.test' });
  const auth = tokenLogin(`sender:${story.senderId}`, 'support');
  await story
    .database('senders')
    .where({ id: story.senderId })
    .update({
      settings: story.database.raw('settings || ?::jsonb', [JSON.stringify({ user: 'support', auth })]),
      version: story.database.raw('version + 1'),
    });
  await people.reply(ticket.id, 'First');
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');

  await people.faults({ refuseAccessTokens: true, refuseRefreshTokens: true });
  // The pooled connection is logged in already; a new one has to be made.
  await people.faults({ smtpDown: true });
  await people.faults({ smtpDown: false });
  await people.reply(ticket.id, 'Second');
  const waiting = await people.delivery(
    { ticket_id: ticket.id, kind: 'reply' },
    ({ receipt, state }) => receipt !== null && state === 'planned',
  );
  const sender = await story.database('senders').where({ id: story.senderId }).first('last_error_code', 'last_error');
  expect(sender.last_error_code).toBe('MAIL_TOKEN_REFUSED');
  expect(sender.last_error).toContain('refused');
  await story.mail.admin('DELETE', '/faults');
  await people.timePasses(waiting.id);
  await people.delivery({ ticket_id: ticket.id, kind: 'reply' }, ({ state }) => state === 'sent');
  const mended = await story.database('senders').where({ id: story.senderId }).first('last_error_code');
  expect(mended.last_error_code).toBeNull();
}, 60_000);

test('a mailbox that is not there is named on the source, and does not hold up the others', async () => {
  await change(story.sourceId, { mailboxes: ['Nowhere', 'INBOX'] });
  await people.open('Through the other mailbox');
  const source = await sourceIs(story.sourceId, ({ lastErrorCode }) => lastErrorCode === 'NOT_FOUND');
  expect(source.lastError).toContain('Nowhere');
  await change(story.sourceId, { mailboxes: ['INBOX'] });
  await sourceIs(story.sourceId, ({ lastErrorCode }) => lastErrorCode === null);
}, 60_000);

test('a server that is away is shown, and its mail comes in when it is back', async () => {
  await people.faults({ imapDown: true });
  await sourceIs(story.sourceId, ({ lastErrorCode }) => lastErrorCode === 'MAIL_UNREACHABLE');
  await people.send({ subject: 'While you were away' });
  await people.faults({ imapDown: false });
  await people.ticket('While you were away');
  await sourceIs(story.sourceId, ({ lastErrorCode }) => lastErrorCode === null);
}, 60_000);

test('the engine holds each poll with its interval, jitter and catch-up window, paused while the source is off', async () => {
  const poll = { sourceId: story.sourceId, intervalSeconds: 40, isPaused: true };
  await switchSource(story.database, {
    sourceId: story.sourceId,
    isOn: false,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await story.database('sources').where({ id: story.sourceId }).update({ poll_interval_seconds: 40 });
  await setPollSchedule(story.client, poll);
  const handle = story.client.schedule.getHandle(POLL_PREFIX + story.sourceId);
  const held = await handle.describe();
  expect(held.state.paused).toBe(true);
  expect(held.spec.intervals?.[0]?.every).toBe(40_000);
  expect(held.spec.jitter).toBeGreaterThan(0);
  expect(held.policies.catchupWindow).toBe(40_000);
  await people.send({ subject: 'While switched off' });
  await switchSource(story.database, {
    sourceId: story.sourceId,
    isOn: true,
    actor: theDesk,
    now: new Date().toISOString(),
  });
  await setPollSchedule(story.client, { ...poll, isPaused: false });
  expect((await handle.describe()).state.paused).toBe(false);
  expect(await story.database('tickets').where({ subject: 'While switched off' })).toEqual([]);
  await pollNow(story.client, story.sourceId);
  await people.ticket('While switched off', 8_000);
}, 60_000);

test('no secret stands in clear in any table', async () => {
  const { rows } = await story.database.raw<{ rows: { name: string }[] }>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const { oauth, users } = story.mail;
  const clear = [oauth.clientSecret, ...users.map(({ refreshToken }) => refreshToken), 'eyJraW5kIjoiYWNjZXNz'];
  for (const { name } of rows) {
    const found = await story.database.raw<{ rows: { text: string }[] }>(`SELECT t::text AS text FROM ${name} t`);
    for (const { text } of found.rows) for (const secret of clear) expect(text).not.toContain(secret);
  }
}, 60_000);
