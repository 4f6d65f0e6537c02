import type { GraphToken } from '../../graph/graph-tokens.ts';
import type { WebhookSubscription } from '../../graph/webhook-pusher.ts';

/** Somebody who writes under posts. */
export interface Person {
  id: string;
  name: string;
  /** Reads and webhooks leave `from` out for this person. */
  isPrivate: boolean;
  /** The person's settings allow messages from Pages. */
  takesMessages: boolean;
}

export interface Page {
  id: string;
  name: string;
  category: string;
  /** What the connected person may do with the Page. */
  tasks: string[];
  /** Whether that person still has a role on the Page. */
  hasRole: boolean;
  /** Fields that `subscribed_apps` holds for the app. */
  subscribedFields: string[];
}

export interface Post {
  pageId: string;
  /** What stands after the underscore of its id. */
  tail: string;
  /** The Page, or the visitor who wrote on it. */
  authorId: string;
  message: string;
  /** ISO. */
  createdAt: string;
  isRemoved: boolean;
}

export interface Comment {
  pageId: string;
  postTail: string;
  tail: string;
  /** The top-level comment that it answers; null when it is one. */
  parentTail: string | null;
  authorId: string;
  message: string;
  /** ISO. */
  createdAt: string;
  editedAt: string | null;
  isHidden: boolean;
  canComment: boolean;
  /** When the one private reply went out. */
  privateReplyAt: string | null;
  isRemoved: boolean;
}

/** The one app, and the one person who connects Pages to it. */
export interface FacebookApp {
  appId: string;
  appSecret: string;
  /** What a callback is asked to know. */
  verifyToken: string;
  userId: string;
  userName: string;
}

/** What the stand-in keeps over restarts. */
export interface FacebookState {
  port: number;
  samplesDelivered: boolean;
  trickled: number;
  /** How many ids were given out. */
  ids: number;
  app: FacebookApp;
  tokens: GraphToken[];
  /** The Page token that came of a user token, by `{user token} {page}`: asked again, it is the same. */
  derivedTokens: Record<string, string>;
  webhooks: WebhookSubscription[];
  pages: Page[];
  people: Person[];
  posts: Post[];
  comments: Comment[];
}
