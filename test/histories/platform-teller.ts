import { listPushedForms } from '../../database/pushed/list-pushed-forms.ts';
import { savePushedForm } from '../../database/pushed/save-pushed-form.ts';
import { findSource } from '../../database/sources.ts';
import { theDesk } from '../../domain/actor.ts';
import type { LifeFile } from '../../domain/life-file.ts';
import { runFacebookSandbox } from '../../sandbox/facebook/main.ts';
import { runFormsSandbox } from '../../sandbox/forms/main.ts';
import { runInstagramSandbox } from '../../sandbox/instagram/main.ts';
import { runTrendyolSandbox } from '../../sandbox/trendyol/main.ts';
import { connectPlatform, giveSettings } from '../support/connect-platform.ts';
import { historyTexts } from '../support/history-texts.ts';
import { startIntake } from '../support/intake-in-test.ts';
import { StandIn, type AnyStandIn } from '../support/stand-in.ts';
import { eventually } from '../support/story-desk.ts';
import type { StoryTeller } from './story-teller.ts';

/** Everything that people write in these lives has a lamp in it: the saved ones are searched for it. */
const WORDS = 'Is the lamp in stock?';

/** What a life at a platform is told with. */
export interface PlatformScene {
  story: StoryTeller;
  /** Acts as customers, as the owner and as the platform. */
  platform: AnyStandIn;
  /** Something was written, and the desk has done everything about it. @returns the ticket */
  arrives(): Promise<string>;
  /** Gives the source's account a token in place of one that died. */
  mend(): Promise<void>;
}

/** Tells a life at a platform's stand-in, with the desk connected to it; no secret of it may stand in what is recorded. */
export type ToldAtPlatform = (scene: PlatformScene) => Promise<LifeFile>;

export const atInstagram = (tell: ToldAtPlatform) =>
  atPlatform(tell, runInstagramSandbox, async (story, platform) => {
    const { token, username: account, appSecret } = platform.running.accounts[0]!;
    const given = { token: { text: token }, baseUrl: platform.running.baseUrl };
    const sourceId = await connectPlatform(story.desk.desk, { channel: 'instagram', given });
    const { id: mediaId } = await platform.act<{ id: string }>('media', { account, caption: 'Lamp of the week' });
    return {
      secrets: [token, appSecret],
      write: () => platform.act('comments', { mediaId, text: WORDS, username: 'lamp_lover' }),
      async mend() {
        const fresh = await platform.act<{ token: string }>('tokens', { account, lifetime: 'long' });
        const source = await findSource(story.desk.database, sourceId);
        await giveSettings(story.desk.desk, source, { token: { text: fresh.token } });
      },
    };
  });

export const atFacebook = (tell: ToldAtPlatform) =>
  atPlatform(tell, runFacebookSandbox, async (story, platform) => {
    const { pageToken, pageId, appSecret } = platform.running.pages[0]!;
    const given = { token: { text: pageToken }, pageId, baseUrl: platform.running.baseUrl };
    await connectPlatform(story.desk.desk, { channel: 'facebook', given });
    const post = await platform.act<{ id: string }>('posts', { pageId, message: 'Lamp of the week' });
    return {
      secrets: [pageToken, appSecret],
      write: () => platform.act('comments', { under: post.id, message: WORDS, name: 'Ada Lamp' }),
    };
  });

/** @param question what is told of the question beside its words */
export const atTrendyol = (tell: ToldAtPlatform, question: () => object = () => ({})) =>
  atPlatform(tell, runTrendyolSandbox, async (story, platform) => {
    const { sellerId, apiKey, apiSecret } = platform.running.sellers[0]!;
    const keys = { apiKey: { text: apiKey }, apiSecret: { text: apiSecret } };
    const given = { sellerId: String(sellerId), ...keys, baseUrl: platform.running.baseUrl };
    await connectPlatform(story.desk.desk, { channel: 'trendyol', given });
    await platform.act('settings', { reviewMilliseconds: 300 });
    const asked = { sellerId, text: WORDS, productName: 'Lamp', userName: 'Lamp L**' };
    return { secrets: [apiKey, apiSecret], write: () => platform.act('questions', { ...asked, ...question() }) };
  });

export const atForms = (tell: ToldAtPlatform) =>
  atPlatform(tell, runFormsSandbox, async (story, platform) => {
    const { secret, forms } = platform.running.senders.find(({ kind }) => kind === 'standard')!;
    const given = { scheme: 'standard', secret: { text: secret } };
    const connection = { channel: 'supsis-form' as const, given, senderId: story.desk.senderId };
    const sourceId = await connectPlatform(story.desk.desk, connection);
    const intake = await startIntake(story.desk);
    await platform.act('senders/standard', { callback: `${intake.url}/webhooks/${sourceId}` });
    const values = { name: 'Ada Lamp', email: 'ada@customer.test', message: WORDS };
    const write = () => platform.act('responses', { formId: forms[0]!.id, values });
    // The first response makes the form known; those after it become tickets.
    await write();
    await redirectResponses(story);
    return { secrets: [secret], write, end: () => intake.stop() };
  });

async function redirectResponses({ desk: { database } }: StoryTeller): Promise<void> {
  const form = await eventually(async () => {
    const [known] = await listPushedForms(database);
    if (!known) throw new Error('no response has arrived yet');
    return known;
  });
  const now = new Date().toISOString();
  await savePushedForm(database, { id: form.id, isRedirected: true, mapping: {}, tags: [], actor: theDesk, now });
}

interface Connected {
  secrets: string[];
  write(): Promise<unknown>;
  mend?(): Promise<void>;
  end?(): Promise<void>;
}

function atPlatform<Running extends { baseUrl: string; stop(): Promise<void> }>(
  tell: ToldAtPlatform,
  run: (options: { directory: string }) => Promise<Running>,
  connect: (story: StoryTeller, platform: StandIn<Running>) => Promise<Connected>,
): (story: StoryTeller) => Promise<LifeFile> {
  return async (story) => {
    const platform = await StandIn.start(run);
    await story.desk.startWorker();
    const connected = await connect(story, platform);
    try {
      const life = await tell({
        story,
        platform,
        arrives: () => arrives(story, connected.write),
        mend: () => connected.mend!(),
      });
      const told = historyTexts(life).join('\n');
      if (connected.secrets.some((secret) => told.includes(secret))) throw new Error('a secret stands in the life');
      return life;
    } finally {
      await connected.end?.();
      await platform.stop();
    }
  };
}

async function arrives(story: StoryTeller, write: () => Promise<unknown>): Promise<string> {
  await write();
  const { id } = await eventually(async () => {
    const ticket = await story.desk.database('tickets').first<{ id: string } | undefined>('id');
    if (!ticket) throw new Error('no ticket yet');
    return ticket;
  });
  await story.untilNothingWaits(id);
  return id;
}
