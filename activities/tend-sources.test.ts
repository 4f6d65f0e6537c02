import { createSecrets } from '../channels/secrets.ts';
import { listPollSchedules } from '../client/schedules.ts';
import { findSource, removeSource, saveSource, switchSource } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import { startScriptedPlatform, type ScriptedPlatform } from '../test/support/scripted-platform.ts';
import { eventually, startStoryDesk, type StoryDesk } from '../test/support/story-desk.ts';
import { matchSchedules } from './match-schedules.ts';
import { tendAccounts } from './tend-sources.ts';
import type { Tools } from './tools.ts';

let story: StoryDesk;
let platform: ScriptedPlatform;
let tools: Tools;
const now = () => new Date().toISOString();
const DAY = 86_400_000;

beforeAll(async () => {
  [story, platform] = await Promise.all([startStoryDesk(), startScriptedPlatform()]);
  const { database, client } = story;
  const environment = { TOKEN: 'tok' };
  const secrets = createSecrets(Buffer.alloc(32, 5));
  tools = {
    database,
    client,
    platforms: { database, secrets, environment, channels: [platform.channel] },
    log: { warn: () => {}, error: () => {} },
  } as unknown as Tools;
}, 60_000);
afterAll(async () => {
  await platform.close();
  await story.close();
}, 60_000);

async function anAccount(name: string, token: object): Promise<string> {
  const settings = { baseUrl: platform.baseUrl, token };
  const save = { id: null, channel: 'instagram' as const, name, settings, senderId: null, tags: [], isOn: false };
  return saveSource(story.database, {
    ...save,
    pollIntervalSeconds: null,
    acknowledgement: null,
    actor: theDesk,
    now: now(),
  });
}

test('every polled source has its schedule: paused while it is off, kept while it is stopped, gone with it', async () => {
  const sourceId = await anAccount('Scheduled', { env: 'TOKEN' });
  const untilNote = async (note: string | undefined) => {
    await matchSchedules(tools);
    // The list of schedules follows a moment later.
    await eventually(async () => expect((await listPollSchedules(story.client)).get(`poll/${sourceId}`)).toBe(note));
  };
  await untilNote('every 60 s, switched off');
  await switchSource(story.database, { sourceId, isOn: true, actor: theDesk, now: now() });
  await untilNote('every 60 s');
  await story.database('sources').where({ id: sourceId }).update({ stopped_at: now(), poll_interval_seconds: 300 });
  await untilNote('every 300 s');
  await removeSource(story.database, { sourceId, actor: theDesk, now: now() });
  await untilNote(undefined);
}, 30_000);

test('a source in trouble does not keep the token of the next one from being renewed', async () => {
  const ids = [await anAccount('A broken one', { env: 'NOT_SET' }), await anAccount('B working one', { env: 'TOKEN' })];
  const account = {
    token_ends_at: new Date(Date.now() + 20 * DAY),
    token_refreshed_at: new Date(Date.now() - 3 * DAY),
  };
  for (const id of ids)
    await story
      .database('sources')
      .where({ id })
      .update({ ...account, account_id: id });
  platform.accounts.set('tok', { id: '77', name: '@shop', tokenEndsAt: null });
  await tendAccounts(tools);
  const [broken, working] = await Promise.all(ids.map((id) => findSource(story.database, id)));
  expect(broken).toMatchObject({ tokenEndsAt: account.token_ends_at, lastErrorCode: 'SECRET_UNREADABLE' });
  expect(working).toMatchObject({ tokenEndsAt: new Date('2027-06-01T00:00:00.000Z'), lastErrorCode: null });
});

test('at night every mailbox is compared with what came in, once', async () => {
  const { database, client, sourceId } = story;
  await database('sources')
    .where({ id: sourceId })
    .update({ created_at: new Date(Date.now() - 2 * DAY) });
  await story.startWorker();
  const audits = () => database('source_audits').where({ source_id: sourceId });
  await eventually(async () => expect((await findSource(database, sourceId)).auditedAt).not.toBeNull());
  expect(await audits()).toMatchObject([{ missing: [], error: null }]);
  const runs = async () => {
    const { info } = await client.schedule.getHandle('tend-sources').describe();
    return info.recentActions.length;
  };
  await eventually(async () => expect(await runs()).toBe(1));
  await client.schedule.getHandle('tend-sources').trigger();
  await eventually(async () => {
    const { status } = await client.workflow.getHandle(await newestRun()).describe();
    expect([await runs(), status.name]).toEqual([2, 'COMPLETED']);
  });
  expect(await audits()).toHaveLength(1);

  async function newestRun(): Promise<string> {
    const { info } = await client.schedule.getHandle('tend-sources').describe();
    return info.recentActions.at(-1)?.action.workflow.workflowId ?? '';
  }
}, 60_000);
