import { createSecrets } from '../channels/secrets.ts';
import type { Desk } from '../client/ask.ts';
import type { GivenSetting } from '../client/given-settings.ts';
import type { PlatformAccess } from '../client/platform-access.ts';
import { savePlatformSource } from '../client/save-platform-source.ts';
import { switchSourceOn } from '../client/switch-source-on.ts';
import type { Database } from '../database/connect.ts';
import { newId } from '../database/new-id.ts';
import { findSource } from '../database/sources.ts';
import { theDesk } from '../domain/actor.ts';
import type { Channel } from '../domain/channel.ts';

/** What the stand-ins of the platforms told when they started. */
export interface SampleStandIns {
  instagram: {
    baseUrl: string;
    accounts: {
      userId: string;
      username: string;
      route: string;
      token: string;
      appId: string;
      appSecret: string;
      verifyToken: string;
      pageId: string;
    }[];
  };
  facebook: {
    baseUrl: string;
    pages: { pageId: string; name: string; pageToken: string; appId: string; appSecret: string; verifyToken: string }[];
  };
  trendyol: {
    baseUrl: string;
    sellers: { sellerId: number; storeName: string; apiKey: string; apiSecret: string }[];
  };
  forms: { baseUrl: string; senders: { kind: string; secret: string; forms: { id: string; name: string }[] }[] };
}

interface Connecting {
  access: PlatformAccess;
  desk: Desk;
  /** Where the stand-ins push to. */
  intakeUrl: string;
}

interface Account {
  channel: Channel;
  name: string;
  tags: string[];
  pollIntervalSeconds: number | null;
  given: Record<string, GivenSetting>;
  /** Tells the stand-in where to push. */
  connect?: (callbackUrl: string) => Promise<void>;
}

const POLL_SECONDS = 15;
const senderNames: Record<string, string> = { standard: 'Supsis', typeform: 'Typeform', tally: 'Tally' };

/**
 * Adds a source for every account of the stand-ins and switches it on. A stand-in that does not answer leaves its
 * sources off, and the rest of the desk as it is.
 */
export async function connectSamplePlatforms(
  of: { database: Database; secretKey: Buffer; desk: Desk; intakeUrl: string },
  standIns: SampleStandIns,
): Promise<void> {
  const access: PlatformAccess = { database: of.database, secrets: createSecrets(of.secretKey), environment: {} };
  const connecting = { access, desk: of.desk, intakeUrl: of.intakeUrl };
  const accounts = [
    ...instagramAccounts(standIns.instagram),
    ...facebookPages(standIns.facebook),
    ...trendyolSellers(standIns.trendyol),
  ];
  await Promise.allSettled([
    ...accounts.map((account) => connectAccount(connecting, account)),
    ...standIns.forms.senders.map((sender) => connectForms(connecting, standIns.forms.baseUrl, sender)),
  ]);
}

/** Ports of the stand-ins may have changed since the last start; so may where they push to. */
export async function moveSamplePlatforms(database: Database, standIns: SampleStandIns): Promise<void> {
  for (const channel of ['instagram', 'facebook', 'trendyol'] as const) {
    await database('sources')
      .where({ channel })
      .whereRaw(`settings ->> 'baseUrl' LIKE 'http://127.0.0.1:%' AND settings ->> 'baseUrl' IS DISTINCT FROM ?`, [
        standIns[channel].baseUrl,
      ])
      .update({
        settings: database.raw(`settings || jsonb_build_object('baseUrl', ?::text)`, [standIns[channel].baseUrl]),
        version: database.raw('version + 1'),
      });
  }
}

function instagramAccounts({ baseUrl, accounts }: SampleStandIns['instagram']): Account[] {
  return accounts.map((account) => ({
    channel: 'instagram',
    name: `@${account.username}`,
    tags: ['Instagram'],
    pollIntervalSeconds: POLL_SECONDS,
    given: {
      login: account.route === 'facebook-login' ? 'facebook-login' : 'instagram',
      token: { text: account.token },
      appId: account.appId,
      appSecret: { text: account.appSecret },
      verifyToken: { text: account.verifyToken },
      ...(account.route === 'facebook-login' ? { pageId: account.pageId } : {}),
      baseUrl,
    },
    connect: (callbackUrl) => post(`${baseUrl}/sandbox/webhooks`, { callbackUrl, account: account.userId }),
  }));
}

function facebookPages({ baseUrl, pages }: SampleStandIns['facebook']): Account[] {
  return pages.map((page) => ({
    channel: 'facebook',
    name: page.name,
    tags: ['Facebook'],
    pollIntervalSeconds: POLL_SECONDS,
    given: {
      token: { text: page.pageToken },
      pageId: page.pageId,
      appId: page.appId,
      appSecret: { text: page.appSecret },
      verifyToken: { text: page.verifyToken },
      baseUrl,
    },
    connect: (callbackUrl) => post(`${baseUrl}/sandbox/webhooks`, { callbackUrl }),
  }));
}

function trendyolSellers({ baseUrl, sellers }: SampleStandIns['trendyol']): Account[] {
  return sellers.map((seller) => ({
    channel: 'trendyol',
    name: seller.storeName,
    tags: ['Trendyol'],
    pollIntervalSeconds: POLL_SECONDS,
    given: {
      sellerId: String(seller.sellerId),
      apiKey: { text: seller.apiKey },
      apiSecret: { text: seller.apiSecret },
      baseUrl,
    },
  }));
}

async function connectAccount({ access, desk, intakeUrl }: Connecting, account: Account): Promise<string> {
  const { connect, ...save } = account;
  const by = { actor: theDesk, now: new Date().toISOString(), desk };
  const { sourceId } = await savePlatformSource(access, {
    ...save,
    ...by,
    source: null,
    senderId: null,
    acknowledgement: null,
  });
  // Asked to push first: what is asked of it then is answered at the door.
  await connect?.(`${intakeUrl}/webhooks/${sourceId}`).catch(() => {});
  const source = await findSource(access.database, sourceId);
  await switchSourceOn(access, { source, ...by, publicUrl: intakeUrl });
  return sourceId;
}

/** The forms are known from the start, and their responses are redirected to tickets. */
async function connectForms(
  connecting: Connecting,
  baseUrl: string,
  { kind, secret, forms }: SampleStandIns['forms']['senders'][number],
): Promise<void> {
  const name = senderNames[kind] ?? kind;
  const given = { scheme: kind, secret: { text: secret } };
  const account = { channel: 'supsis-form' as const, name, tags: [name], pollIntervalSeconds: null, given };
  const sourceId = await connectAccount(connecting, account);
  const rows = forms.map((form) => ({
    id: newId(),
    source_id: sourceId,
    form_id: form.id,
    name: form.name,
    is_redirected: true,
    first_seen_at: new Date().toISOString(),
  }));
  await connecting.access.database('pushed_forms').insert(rows);
  const callback = `${connecting.intakeUrl}/webhooks/${sourceId}`;
  await post(`${baseUrl}/sandbox/senders/${kind}`, { callback });
}

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${response.status} from a stand-in`);
}
