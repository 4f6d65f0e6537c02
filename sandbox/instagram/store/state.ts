import type { GraphToken } from '../../graph/graph-tokens.ts';
import type { WebhookSubscription } from '../../graph/webhook-pusher.ts';

export interface Account {
  userId: string;
  /** What `/me?fields=id` says with Instagram Login; nothing else knows it. */
  appScopedId: string;
  username: string;
  name: string;
  route: 'instagram-login' | 'facebook-login';
  appId: string;
  appSecret: string;
  verifyToken: string;
  /** Facebook Login: who logged in, and the Page linked to the account. */
  facebookUserId: string;
  pageId: string;
  /** The long-lived token it starts with. */
  token: string;
  pageToken: string;
  /** Webhook fields the app is subscribed to for it. */
  subscribedFields: string[];
  /** User names whose comments are withheld. */
  restricted: string[];
}

export interface Media {
  id: string;
  owner: string;
  caption: string;
  mediaType: 'IMAGE' | 'VIDEO' | 'CAROUSEL_ALBUM';
  productType: 'AD' | 'FEED' | 'STORY' | 'REELS';
  permalink: string;
  at: number;
  isCommentEnabled: boolean;
  isAgeGated: boolean;
  /** `on` the air, `over`, or null for what was never live. */
  live: 'on' | 'over' | null;
}

export interface Comment {
  id: string;
  mediaId: string;
  /** The top-level comment it is a reply to. */
  parentId: string | null;
  text: string;
  at: number;
  from: { id: string; username: string };
  isHidden: boolean;
  /** By a restricted person, and not approved since. */
  isWithheld: boolean;
  likes: number;
  /** Message id of the one private reply. */
  privateReply: string | null;
}

export interface LoginCode {
  code: string;
  userId: string;
  redirectUri: string;
  permissions: string[];
  at: number;
}

export interface InstagramState {
  port: number;
  lastNumber: number;
  hasSamples: boolean;
  accounts: Account[];
  media: Record<string, Media>;
  comments: Record<string, Comment>;
  tokens: GraphToken[];
  codes: LoginCode[];
  subscriptions: WebhookSubscription[];
}

export const freshState = (): InstagramState => ({
  port: 0,
  lastNumber: 0,
  hasSamples: false,
  accounts: [],
  media: {},
  comments: {},
  tokens: [],
  codes: [],
  subscriptions: [],
});

/** A new id: 17 digits, above what a JavaScript number holds, growing. `kind` is the first digits. */
export function newId(state: InstagramState, kind: '178' | '179' | '620' | '100'): string {
  state.lastNumber += 1;
  return `${kind}${String(state.lastNumber).padStart(14, '0')}`;
}
