import { z } from 'zod';
import type { Channel } from '../../domain/channel.ts';
import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { PlatformItem, PlatformNews } from '../../domain/platform/platform-item.ts';
import type { LookedUp, PlatformWrite, WriteOutcome } from '../../domain/platform/platform-write.ts';
import { secretRef } from '../../domain/secret-ref.schema.ts';
import { accountSecret } from '../../channels/account-secret.ts';
import { baseUrl } from '../../channels/base-url.schema.ts';
import type {
  AccountAccess,
  PlatformAccount,
  PlatformChannel,
  ScanBatch,
  ScanRequest,
} from '../../channels/platform-channel.ts';
import type { PlatformCall, PlatformResponse } from '../../channels/platform-http.ts';
import { readSettings } from '../../channels/read-settings.ts';
import { unreadableNews } from '../../channels/unreadable-news.ts';
import { outcomeOf, refused, sent } from '../../channels/write-outcome.ts';

/** Entries in a guestbook: polled, answered in public. */
export const guestbookChannel: PlatformChannel = {
  channel: 'guestbook' as string as Channel,
  fields: [
    { name: 'token', label: 'Token', hint: 'In the guestbook, under Access', kind: 'secret', isRequired: true },
    { name: 'baseUrl', label: 'Base address', hint: 'Empty for the real one', kind: 'text', isRequired: false },
  ],
  readSettings: (settings) => readSettings(guestbookSettings, settings),
  pollSeconds: 60,
  budgets: [{ name: 'calls', calls: 100, seconds: 60 }],
  open: openGuestbook,
  webhook: null,
};

const guestbookSettings = z.strictObject({ token: secretRef, baseUrl: baseUrl('https://api.guestbook.example') });

/** What the platform sends, and only what is looked at. */
const wireAccount = z.object({ id: z.string(), name: z.string() });
const wireEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  author: z.object({ id: z.string(), name: z.string() }),
  text: z.string(),
  answers: z.array(z.object({ id: z.string(), text: z.string(), at: z.iso.datetime() })),
});
/** Changes in their order: an entry as it stands, or the id of one that went. `last` is what the next call goes on from. */
const wireChanges = z.object({ changes: z.array(z.unknown()), last: z.number() });
const wireRemoval = z.object({ removedId: z.string(), at: z.iso.datetime() });

type Calling = (path: string, more?: Partial<PlatformCall>) => Promise<unknown>;

function openGuestbook(access: AccountAccess): PlatformAccount {
  const { baseUrl: base } = readSettings(guestbookSettings, access.settings);
  const call: Calling = async (path, more = {}) => {
    const headers = { authorization: `Bearer ${accountSecret(access, 'token')}` };
    const response = await access.http.call({ method: 'GET', url: base + path, headers, budget: 'calls', ...more });
    if (response.status === 404) return null;
    if (response.status >= 300) throw faultOf(response, { now: access.now(), isWrite: more.isWrite ?? false });
    return response.json;
  };
  return {
    async check() {
      const { id, name } = known(wireAccount, await call('/me'));
      return { accountId: id, accountName: name, tokenEndsAt: null };
    },
    scan: (request) => scan(call, request),
    list: (period) => list(call, period),
    async find(itemId) {
      const entry = await call(`/entries/${encodeURIComponent(itemId)}`);
      return entry === null ? null : itemOf(known(wireEntry, entry), entry);
    },
    write: (write, attempt) => outcomeOf(() => answer(call, write, attempt)),
    lookUp: (write) => lookUp(call, write),
    refreshToken: null,
    subscribe: null,
  };
}

/** Batch by batch: each is committed with its cursor, and a scan that dies goes on from there. */
async function* scan(
  call: Calling,
  { cursor, signal }: Pick<ScanRequest, 'cursor' | 'signal'>,
): AsyncGenerator<ScanBatch> {
  let { after } = z.object({ after: z.number() }).catch({ after: 0 }).parse(cursor);
  for (;;) {
    const { changes, last } = known(wireChanges, await call(`/changes?after=${after}`, { signal }));
    if (changes.length === 0) return;
    after = last;
    yield { news: changes.map(newsOf), cursor: { after } };
  }
}

/** What nobody can read is no reason to stop: it is parked as it came, under an id that it has again. */
function newsOf(change: unknown): PlatformNews {
  const removal = wireRemoval.safeParse(change);
  if (removal.success) return { kind: 'removed', itemId: removal.data.removedId, at: removal.data.at };
  const entry = wireEntry.safeParse(change);
  if (entry.success) return { kind: 'item', item: itemOf(entry.data, change) };
  return unreadableNews(JSON.stringify(change), 'neither an entry nor a removal');
}

function itemOf(entry: z.infer<typeof wireEntry>, wire: unknown): PlatformItem {
  return {
    id: entry.id,
    parentId: null,
    place: null,
    author: { id: entry.author.id, handle: null, name: entry.author.name },
    isOwn: false,
    text: entry.text,
    writtenAt: entry.at,
    editedAt: entry.editedAt,
    isHidden: false,
    canReplyPrivately: false,
    status: null,
    answer: null,
    raw: JSON.stringify(wire),
  };
}

async function* list(
  call: Calling,
  { from, to, signal }: { from: string; to: string; signal: AbortSignal },
): AsyncGenerator<PlatformItem[]> {
  for await (const { news } of scan(call, { cursor: null, signal })) {
    const items = news.flatMap((one) => (one.kind === 'item' ? [one.item] : []));
    yield items.filter(({ writtenAt }) => writtenAt >= from && writtenAt < to);
  }
}

async function answer(
  call: Calling,
  { act, itemId, text }: PlatformWrite,
  attempt: { deadline: number; signal: AbortSignal },
): Promise<WriteOutcome> {
  if (act !== 'reply') return refused('a guestbook takes answers in public, nothing else');
  const body = { json: { text } };
  const path = `/entries/${encodeURIComponent(itemId)}/answers`;
  const told = await call(path, { method: 'POST', body, isWrite: true, ...attempt });
  if (told === null) return refused('the entry is gone');
  const read = z.object({ id: z.string() }).safeParse(told);
  if (read.success) return sent(read.data.id);
  // It was taken, and nobody can say as what: never sent again before it is looked up.
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the answer to it cannot be read', { effect: 'unsure' });
}

/** So much may the platform's clock be behind ours. */
const CLOCK_SKEW = 5 * 60_000;

/** The same words, not older than this delivery, and not what another delivery became. */
async function lookUp(call: Calling, { itemId, text, plannedAt, takenIds }: PlatformWrite): Promise<LookedUp> {
  const entry = await call(`/entries/${encodeURIComponent(itemId)}`);
  if (entry === null) return refused('the entry is gone');
  const { answers } = known(wireEntry, entry);
  const since = Date.parse(plannedAt) - CLOCK_SKEW;
  const ours = answers.find(
    ({ id, text: words, at }) => words === text && Date.parse(at) >= since && !takenIds.includes(id),
  );
  return ours ? sent(ours.id) : { outcome: 'absent' };
}

/** What an answer that is no success means for the source. */
function faultOf({ status }: PlatformResponse, { now, isWrite }: { now: number; isWrite: boolean }): PlatformFault {
  const words = `the guestbook answered ${status}`;
  if (status === 401) return new PlatformFault('PLATFORM_LOGIN_REJECTED', words, { effect: 'stop' });
  if (status === 403) return new PlatformFault('PLATFORM_PERMISSION_MISSING', words, { effect: 'stop' });
  if (status === 429) {
    const until = new Date(now + 60_000).toISOString();
    return new PlatformFault('PLATFORM_RATE_LIMITED', words, { effect: 'wait', until });
  }
  // A gateway may give up on what is done behind it all the same.
  if (status >= 500) return new PlatformFault('PLATFORM_UNREACHABLE', words, { effect: isWrite ? 'unsure' : 'retry' });
  return new PlatformFault('PLATFORM_REFUSED', words, { effect: 'refuse' });
}

/** @throws PlatformFault for a shape that this version does not know */
function known<Known>(schema: z.ZodType<Known>, told: unknown): Known {
  const read = schema.safeParse(told);
  if (read.success) return read.data;
  throw new PlatformFault('PLATFORM_UNREADABLE', 'the guestbook answered in an unknown shape', { effect: 'retry' });
}
