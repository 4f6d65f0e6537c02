import fc from 'fast-check';
import type { PlatformWrite } from '../domain/platform/platform-write.ts';
import { PlatformFault } from '../domain/platform/platform-fault.ts';
import { hostileAnswers, type HostileAnswer } from '../test/support/hostile-answers.ts';
import { facebookChannel } from './facebook/facebook-channel.ts';
import { instagramChannel } from './instagram/instagram-channel.ts';
import { LAST_MOMENT } from './moment-of.ts';
import { parseJson } from './parse-json.ts';
import type { AccountAccess, PlatformAccount, PlatformChannel } from './platform-channel.ts';
import { trendyolChannel } from './trendyol/trendyol-channel.ts';

const baseUrl = 'https://platform.test';
const graph = { token: 'T', appId: '1', appSecret: 'S', baseUrl, version: 'v26.0' };
const acts: PlatformWrite['act'][] = ['reply', 'private-reply', 'hide', 'show', 'remove', 'answer'];
const addresses =
  /^https:\/\/platform\.test\/(v26\.0\/[\w.:=~/-]+|[\w/]*access_token|integration\/qna\/sellers\/1\/questions\/[\w/-]+)(\?|$)/;
const signal = new AbortController().signal;

/** An account at a platform that gives these answers, one after the other, again and again. */
function accountAt(channel: PlatformChannel, answers: readonly HostileAnswer[]): PlatformAccount {
  let calls = 0;
  const access: AccountAccess = {
    sourceId: 'source',
    settings: channel === trendyolChannel ? { sellerId: '1', apiKey: ref, apiSecret: ref, baseUrl } : graph,
    accountId: '17841400000000001',
    secret: (name) => name,
    now: () => Date.parse('2026-11-23T12:00:00Z'),
    http: {
      noteUsage: async () => {},
      async call({ url }) {
        calls += 1;
        if (calls > 30_000) throw new Error('it goes on for ever');
        if (!addresses.test(url)) throw new Error(`it led to ${url}`);
        const { status, text, usage } = answers[calls % answers.length]!;
        const headers = new Headers({ 'x-business-use-case-usage': usage });
        return { status, text, headers, json: parseJson(text) };
      },
    },
  };
  return channel.open(access);
}
const ref = { env: 'SECRET' };

/** Whether all that was told can be kept: ids that are some, moments that a clock shows, counts that a column holds. */
async function lookedAt(account: PlatformAccount): Promise<void> {
  const request = { cursor: null, countsOf: async () => new Map(), openItemIds: ['7', '8'], signal };
  for (const isFull of [false, true]) {
    let batches = 0;
    for await (const { news } of account.scan?.({ ...request, isFull }) ?? []) {
      for (const told of news) {
        if (told.kind === 'item') {
          expect([told.item.id, told.item.parentId ?? '0']).toEqual(
            Array(2).fill(expect.stringMatching(/^[\w:.=~-]+$/)),
          );
          expect(Date.parse(told.item.writtenAt)).toBeLessThanOrEqual(LAST_MOMENT);
        }
        if (told.kind === 'place') expect(told.itemCount ?? 0).toBeLessThan(2 ** 31);
      }
      // A scan that takes long is broken off after a batch.
      batches += 1;
      if (batches > 20) break;
    }
  }
}

async function listed(account: PlatformAccount): Promise<void> {
  let pages = 0;
  const period = { from: '2026-11-01T00:00:00Z', to: '2026-11-23T00:00:00Z', signal };
  for await (const _items of account.list?.(period) ?? []) {
    pages += 1;
    if (pages > 20) return;
  }
}

/** @throws what is no fault of a platform */
async function faultOf(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof PlatformFault)) throw error;
  }
}

const aWrite = (act: PlatformWrite['act']): PlatformWrite => ({
  act,
  itemId: '5',
  placeId: '22_33',
  text: 'Merhaba',
  plannedAt: '2026-11-20T09:00:00Z',
  takenIds: [],
});

test.each([instagramChannel, facebookChannel, trendyolChannel])(
  'whatever the platform of $channel answers is news or a fault of the platform, and comes to an end',
  async (channel) => {
    await fc.assert(
      fc.asyncProperty(hostileAnswers(channel.channel), async (answers) => {
        const account = accountAt(channel, answers);
        await faultOf(() => lookedAt(account));
        await faultOf(() => listed(account));
        await faultOf(() => account.check());
        await faultOf(() => account.find('5', null));
        await faultOf(async () => account.refreshToken?.());
        for (const act of acts) {
          await faultOf(() => account.lookUp(aWrite(act)));
          const outcome = await account.write(aWrite(act), { deadline: Date.now() + 60_000, signal });
          expect(outcome.code).not.toBe('UNEXPECTED');
        }
      }),
      { numRuns: 60 },
    );
  },
);

test.each([
  { channel: instagramChannel, text: '{}' },
  { channel: facebookChannel, text: '{}' },
  { channel: instagramChannel, text: '{"data":null}' },
  { channel: facebookChannel, text: '{"data":[{"message":"Merhaba"}]}' },
  { channel: instagramChannel, text: '{"data":[],"paging":{"next":true}}' },
])('no reply is sent a second time because $channel.channel answered $text', async ({ channel, text }) => {
  const account = accountAt(channel, [{ status: 200, text, usage: '{}' }]);
  await expect(account.lookUp(aWrite('reply'))).rejects.toMatchObject({ effect: 'retry' });
});

test.each([
  ['a circle', 3],
  ['no end', Number.POSITIVE_INFINITY],
])('pages that lead in %s are given up', async (_how, length) => {
  let page = 0;
  const account = accountAt(instagramChannel, [
    {
      status: 200,
      usage: '{}',
      get text() {
        page = (page + 1) % length || 1;
        return JSON.stringify({ data: [], paging: { cursors: { after: String(page) }, next: 'https://x.test/' } });
      },
    },
  ]);
  await expect(lookedAt(account)).rejects.toMatchObject({ code: 'PLATFORM_CONTRADICTS' });
});
