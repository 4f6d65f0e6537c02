import { type GraphToken, requirePermissions } from '../graph/graph-tokens.ts';
import { GraphRefusal } from '../graph/graph-error.ts';
import type { Account } from './store/state.ts';

export type Need = 'basic' | 'comments' | 'webhooks';

/** What each route asks for (Instagram Platform, "Overview" and "Comment Moderation"). */
export const PERMISSIONS: Readonly<Record<Account['route'], Readonly<Record<Need | 'all', string[]>>>> = {
  'instagram-login': {
    basic: ['instagram_business_basic'],
    comments: ['instagram_business_basic', 'instagram_business_manage_comments'],
    webhooks: ['instagram_business_basic', 'instagram_business_manage_comments'],
    all: ['instagram_business_basic', 'instagram_business_manage_comments'],
  },
  'facebook-login': {
    basic: ['instagram_basic', 'pages_show_list', 'pages_read_engagement'],
    comments: [
      'instagram_basic',
      'pages_show_list',
      'pages_read_engagement',
      'instagram_manage_comments',
      'pages_read_user_content',
    ],
    webhooks: ['pages_manage_metadata'],
    all: [
      'instagram_basic',
      'pages_show_list',
      'pages_read_engagement',
      'instagram_manage_comments',
      'pages_read_user_content',
      'pages_manage_metadata',
    ],
  },
};

/** @throws GraphRefusal code 10 or 200 */
export function need(token: GraphToken, what: Need): void {
  requirePermissions(token, PERMISSIONS[routeOf(token)][what]);
}

export function has(token: GraphToken, what: Need): boolean {
  try {
    need(token, what);
    return true;
  } catch (error) {
    if (error instanceof GraphRefusal) return false;
    throw error;
  }
}

export function routeOf({ kind }: GraphToken): Account['route'] {
  return kind === 'instagram' ? 'instagram-login' : 'facebook-login';
}
