import { createHmac } from 'node:crypto';
import type { PlatformNews } from '../../domain/platform/platform-item.ts';
import { equalTexts } from '../equal-texts.ts';
import { parseJson } from '../parse-json.ts';
import type { AccountNews, WebhookDoor } from '../platform-channel.ts';
import { unreadableNews } from '../unreadable-news.ts';
import { graphMoment } from './graph-time.ts';
import { idOf, listOf, membersOf, textOf } from './wire-value.ts';

/** One change of a delivery. */
export interface GraphChange {
  /** Of the account or Page that it is about. */
  accountId: string;
  /** ISO: when the platform made the entry. */
  at: string;
  field: string;
  value: Readonly<Record<string, unknown>>;
}

/** The dashboard's test button sends it, with invented ids. */
const TEST_ENTRY = '0';
const LONGEST_CHALLENGE = 500;
const MOST_UNREADABLE = 50;

/**
 * The webhook door of one `object` (Graph API webhooks, "Getting Started"). `readChange` gives the news of one change:
 * none for what is of no interest, null for what cannot be read.
 */
export function graphWebhookDoor(
  object: 'instagram' | 'page',
  readChange: (change: GraphChange) => PlatformNews[] | null,
): WebhookDoor {
  return {
    handshake: (rawQuery, { settings, secret }) =>
      settings['verifyToken'] === undefined ? null : answerHandshake(rawQuery, secret('verifyToken')),
    verify({ headers, body }, { settings, secret }) {
      const given = headers['x-hub-signature-256'];
      const isGenuine =
        settings['appSecret'] !== undefined &&
        typeof given === 'string' &&
        isSignedWith(secret('appSecret'), body, given);
      // No delivery has an id: its comments' ids and verbs tell a second one.
      return isGenuine ? { isGenuine, id: null } : { isGenuine: false, reason: 'bad-signature' };
    },
    read: (body) => readDelivery(body.toString(), object, readChange),
  };
}

/**
 * The challenge, when mode and token are right. The query is read as it came: frameworks turn `hub.mode` into something
 * else.
 */
function answerHandshake(rawQuery: string, verifyToken: string): string | null {
  const query = new URLSearchParams(rawQuery);
  const challenge = query.get('hub.challenge') ?? '';
  const isMeant = query.get('hub.mode') === 'subscribe' && challenge.length <= LONGEST_CHALLENGE;
  return isMeant && equalTexts(query.get('hub.verify_token') ?? '', verifyToken) && challenge !== '' ? challenge : null;
}

/** The signature is of the raw bytes, which have everything beyond ASCII escaped: another spelling is another signature. */
function isSignedWith(appSecret: string, body: Buffer, header: string): boolean {
  return equalTexts(header, `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`);
}

function readDelivery(
  text: string,
  object: string,
  readChange: (change: GraphChange) => PlatformNews[] | null,
): AccountNews[] {
  const delivery = parsed(text);
  if (delivery === null) return [{ accountId: null, news: [unreadableNews(text, 'no JSON object')] }];
  // One endpoint may be told of Pages and of Instagram.
  if (delivery['object'] !== object) return [];
  const told = listOf(delivery['entry']).flatMap((each): AccountNews[] => {
    const entry = membersOf(each);
    const accountId = idOf(entry['id']);
    if (accountId === null)
      return [{ accountId, news: [unreadableNews(JSON.stringify(each), 'an entry without an id')] }];
    if (accountId === TEST_ENTRY) return [];
    return [{ accountId, news: newsOfEntry(accountId, entry, readChange) }];
  });
  return parkedTogether(text, told);
}

/** A delivery that is full of what nobody can read is parked as one. */
function parkedTogether(text: string, told: AccountNews[]): AccountNews[] {
  const isReadable = ({ kind }: PlatformNews): boolean => kind !== 'unreadable';
  const readable = told.map(({ accountId, news }) => ({ accountId, news: news.filter(isReadable) }));
  const count = (of: AccountNews[]): number => of.reduce((sum, { news }) => sum + news.length, 0);
  if (count(told) - count(readable) <= MOST_UNREADABLE) return told;
  return [{ accountId: null, news: [unreadableNews(text, 'a delivery of many unknown shapes')] }, ...readable];
}

/** With Instagram Login the pages show `field` and `value` on the entry itself; deliveries have been seen with `changes`. */
function newsOfEntry(
  accountId: string,
  entry: Readonly<Record<string, unknown>>,
  readChange: (change: GraphChange) => PlatformNews[] | null,
): PlatformNews[] {
  const changes = 'changes' in entry ? listOf(entry['changes']) : [entry];
  return changes.flatMap((each) => {
    const change = membersOf(each);
    const at = graphMoment(entry['time']);
    const field = textOf(change['field']);
    const value = membersOf(change['value']);
    const news = at === null || field === null ? null : readChange({ accountId, at, field, value });
    return news ?? [unreadableNews(JSON.stringify(each), 'a change of an unknown shape')];
  });
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null ? membersOf(value) : null;
}
