import { GraphRefusal } from '../../graph/graph-error.ts';
import { optionalFlag, requiredText } from '../../graph/graph-parameters.ts';
import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import { type WriteCall, writeRoute } from '../graph-call.ts';
import { mustActAs, pageRights } from '../page-rights.ts';
import type { Comment } from '../store/facebook-state.ts';
import { commentId } from '../store/object-ids.ts';
import { unknownObject } from '../unknown-object.ts';
import { announce } from '../webhook/announce.ts';

/** Public answers, edits, hiding and removal (Pages API, "Comments and Mentions"; Graph API reference, Comment). */
export function commentWrites(world: FacebookWorld): PlatformRoute[] {
  return [
    writeRoute(world, ['POST', '([0-9_]+)/comments'], (call) => comment(world, call)),
    writeRoute(world, ['POST', '([0-9_]+)'], (call) => update(world, call)),
    writeRoute(world, ['DELETE', '([0-9_]+)'], (call) => remove(world, call)),
  ];
}

/** Under a post: a new top-level comment. Under a comment: a public answer, moved up to the top-level comment's thread. */
function comment(world: FacebookWorld, call: WriteCall): object {
  const [id = ''] = call.parts;
  const { store } = world;
  const answered = store.comment(id);
  const post = answered ? store.postOf(answered) : store.post(id);
  if (!post) throw unknownObject(id);
  mustActAs(world, call, { pageId: post.pageId, right: pageRights.engage });
  const message = requiredText(call.parameters, 'message');
  // Which code is unconfirmed.
  if (answered?.canComment === false)
    throw new GraphRefusal({ code: 100, message: 'This comment cannot be commented on' });
  const added = store.addComment({ post, answered, authorId: post.pageId, message });
  const target = answered ? commentId(answered, 'composite') : id;
  const kind = answered ? 'reply' : 'comment';
  world.writes.add({ kind, target, id: commentId(added, 'composite'), text: message });
  announce(world, { event: 'add', comment: added, pushes: call.pushes });
  return { id: commentId(added, world.faults.now.idSpelling) };
}

/** `message` overwrites the words of the comment, a customer's too; `is_hidden` hides or shows it. */
function update(world: FacebookWorld, call: WriteCall): object {
  const target = commentOf(world, call);
  const isHidden = optionalFlag(call.parameters, 'is_hidden');
  if (isHidden === null || call.parameters['message'] !== undefined) edit(world, { call, target });
  if (isHidden === null) return { success: true };
  // A Page cannot hide its own comment: `can_hide` is false (the code is unconfirmed).
  if (target.authorId === target.pageId) throw new GraphRefusal({ code: 100, message: 'This cannot be hidden' });
  world.store.change(() => {
    target.isHidden = isHidden;
  });
  const kind = isHidden ? 'hide' : 'unhide';
  world.writes.add({ kind, target: commentId(target, 'composite'), id: null, text: null });
  announce(world, { event: kind, comment: target, pushes: call.pushes });
  return { success: true };
}

function edit(world: FacebookWorld, { call, target }: { call: WriteCall; target: Comment }): void {
  const message = requiredText(call.parameters, 'message');
  world.store.editComment(target, message);
  world.writes.add({ kind: 'edit', target: commentId(target, 'composite'), id: null, text: message });
  announce(world, { event: 'edit', comment: target, pushes: call.pushes });
}

function remove(world: FacebookWorld, call: WriteCall): object {
  const target = commentOf(world, call);
  world.store.removeComment(target);
  world.writes.add({ kind: 'delete', target: commentId(target, 'composite'), id: null, text: null });
  announce(world, { event: 'remove', comment: target, pushes: call.pushes });
  return { success: true };
}

function commentOf(world: FacebookWorld, call: WriteCall): Comment {
  const [id = ''] = call.parts;
  const target = world.store.comment(id);
  if (!target) throw unknownObject(id);
  mustActAs(world, call, { pageId: target.pageId, right: pageRights.engage });
  return target;
}
