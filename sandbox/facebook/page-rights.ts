import { GraphRefusal } from '../graph/graph-error.ts';
import { requirePermissions } from '../graph/graph-tokens.ts';
import type { FacebookWorld } from './facebook-world.ts';
import type { GraphCall } from './graph-call.ts';

export interface PageRight {
  permissions: readonly string[];
  /** One of these tasks on the Page is enough. */
  tasks: readonly string[];
}

const toRead = ['pages_show_list', 'pages_read_engagement', 'pages_read_user_content'];

/** What each use of a Page needs (Pages API, "Comments and Mentions"; "Webhooks for Pages"; "Private Replies"). */
export const pageRights = {
  read: { permissions: toRead, tasks: ['MODERATE', 'CREATE_CONTENT'] },
  engage: { permissions: [...toRead, 'pages_manage_engagement'], tasks: ['MODERATE'] },
  webhooks: { permissions: [...toRead, 'pages_manage_metadata'], tasks: ['CREATE_CONTENT', 'MANAGE', 'MODERATE'] },
  message: { permissions: [...toRead, 'pages_messaging'], tasks: ['MESSAGING'] },
} as const satisfies Record<string, PageRight>;

/** Every permission that a desk asks for. */
export const allPermissions: readonly string[] = [
  ...new Set(Object.values(pageRights).flatMap(({ permissions }) => permissions)),
];

/**
 * Whether the call may read what is the Page's. False for a user token: it sees nothing, and no error says so.
 *
 * @throws GraphRefusal code 10 for another Page's token (which code is unconfirmed), 10 or 200 for a permission or task
 */
export function mayRead(world: FacebookWorld, call: GraphCall, pageId: string): boolean {
  if (call.token.kind === 'user') return false;
  if (call.token.holder !== pageId)
    throw new GraphRefusal({ code: 10, message: 'Reading another Page needs Page Public Content Access' });
  requireRight(world, call, pageRights.read);
  return true;
}

/** @throws GraphRefusal code 1705 for a user token, 200 for another Page's, 10 or 200 for a permission or task */
export function mustActAs(
  world: FacebookWorld,
  call: GraphCall,
  { pageId, right }: { pageId: string; right: PageRight },
): void {
  if (call.token.kind === 'user')
    throw new GraphRefusal({ code: 1705, message: 'This must be done as the Page, with its access token' });
  if (call.token.holder !== pageId) throw new GraphRefusal({ code: 200, message: 'The token is of another Page' });
  requireRight(world, call, right);
}

function requireRight({ store }: FacebookWorld, { token }: GraphCall, right: PageRight): void {
  requirePermissions(token, right.permissions);
  const tasks = store.page(token.holder)?.tasks ?? [];
  if (!right.tasks.some((task) => tasks.includes(task)))
    throw new GraphRefusal({ code: 200, message: `Requires one of the tasks ${right.tasks.join(', ')} on the Page` });
}
