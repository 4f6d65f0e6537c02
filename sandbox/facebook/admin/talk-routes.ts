import type { PlatformRoute } from '../../platform/platform-server.ts';
import type { FacebookWorld } from '../facebook-world.ts';
import type { Comment, Post } from '../store/facebook-state.ts';
import { commentId, postId } from '../store/object-ids.ts';
import { announce, announceValue } from '../webhook/announce.ts';
import { postValue } from '../webhook/feed-value.ts';
import { writeAsCustomer } from '../write-as-customer.ts';
import { type AdminBody, adminRoute } from './admin-body.ts';

/** To act as customers do on the site. Ids of comments are taken in both spellings. */
export function talkRoutes(world: FacebookWorld): PlatformRoute[] {
  return [
    adminRoute('posts', (body) => addPosts(world, body)),
    adminRoute('posts/remove', (body) => removePost(world, body)),
    adminRoute('comments', (body) => addComments(world, body)),
    adminRoute('comments/edit', (body) => edit(world, body)),
    adminRoute('comments/remove', (body) => remove(world, body)),
    adminRoute('comments/set', (body) => set(world, body)),
    adminRoute('people', (body) => setPerson(world, body)),
  ];
}

/** `{pageId, message?, visitor?, createdAt?, count?}`: posts of the Page, or of a visitor of that name. */
function addPosts(world: FacebookWorld, body: AdminBody): object {
  const { store } = world;
  const pageId = body.text('pageId');
  const visitor = body.optionalText('visitor');
  const authorId = visitor === undefined ? pageId : store.person({ name: visitor }).id;
  const createdAt = (body.date('createdAt') ?? new Date()).toISOString();
  const message = body.optionalText('message') ?? 'Yeni ürünler geldi!';
  const posts = store.change(() => times(body, () => store.addPost({ pageId, authorId, message, createdAt })));
  for (const post of posts) announceValue(world, { pageId, value: postValue(world, post) });
  return { id: postId(posts[0] as Post), ids: posts.map(postId) };
}

function removePost({ store }: FacebookWorld, body: AdminBody): object {
  const post = store.post(body.text('id'));
  if (!post) throw new Error('there is no such post');
  store.change(() => {
    for (const each of [post, ...store.commentsUnder(post)]) each.isRemoved = true;
  });
  return {};
}

/**
 * `{under, message, name?, authorId?, createdAt?, isPrivate?, count?}`; the Page's own id as author is the Page on the
 * site. More than one are numbered in their words.
 */
function addComments(world: FacebookWorld, body: AdminBody): object {
  const isPrivate = body.flag('isPrivate') ?? false;
  const name = body.optionalText('name');
  const known = body.optionalText('authorId');
  const message = body.text('message');
  const written = { under: body.text('under'), name, createdAt: body.date('createdAt') };
  const added = world.store.change(() => {
    const authorId = isPrivate && known === undefined ? privatePerson(world, name) : known;
    return times(body, (number) =>
      writeAsCustomer(world, { ...written, authorId, message: number === 0 ? message : `${message} ${number + 1}` }),
    );
  });
  return { ...described(added[0] as Comment), ids: added.map((comment) => commentId(comment, 'composite')) };
}

function times<Result>(body: AdminBody, act: (number: number) => Result): Result[] {
  const length = body.number('count') ?? 1;
  if (length < 1) throw new Error('count must be at least 1');
  return Array.from({ length }, (_, number) => act(number));
}

function privatePerson({ store }: FacebookWorld, name: string | undefined): string {
  const person = store.person({ name });
  store.change(() => {
    person.isPrivate = true;
  });
  return person.id;
}

function described(comment: Comment): object {
  const { postTail, parentTail } = comment;
  return {
    id: commentId(comment, 'composite'),
    bareId: commentId(comment, 'bare'),
    postId: `${comment.pageId}_${postTail}`,
    parentId: parentTail === null ? null : commentId({ postTail, tail: parentTail }, 'composite'),
    authorId: comment.authorId,
  };
}

function edit(world: FacebookWorld, body: AdminBody): object {
  const comment = known(world, body);
  world.store.editComment(comment, body.text('message'));
  announce(world, { event: 'edit', comment });
  return described(comment);
}

function remove(world: FacebookWorld, body: AdminBody): object {
  const comment = known(world, body);
  world.store.removeComment(comment);
  announce(world, { event: 'remove', comment });
  return described(comment);
}

/** `{id, isHidden?, canComment?, createdAt?}`: hiding as the Page's people do on the site is told to the callbacks. */
function set(world: FacebookWorld, body: AdminBody): object {
  const comment = known(world, body);
  const isHidden = body.flag('isHidden');
  world.store.change(() => {
    comment.isHidden = isHidden ?? comment.isHidden;
    comment.canComment = body.flag('canComment') ?? comment.canComment;
    comment.createdAt = body.date('createdAt')?.toISOString() ?? comment.createdAt;
  });
  if (isHidden !== undefined) announce(world, { event: isHidden ? 'hide' : 'unhide', comment });
  return described(comment);
}

/** `{id, isPrivate?, takesMessages?}` */
function setPerson({ store }: FacebookWorld, body: AdminBody): object {
  const id = body.text('id');
  const person = store.state.people.find((each) => each.id === id);
  if (!person) throw new Error('there is no such person');
  return store.change(() => {
    person.isPrivate = body.flag('isPrivate') ?? person.isPrivate;
    person.takesMessages = body.flag('takesMessages') ?? person.takesMessages;
    return person;
  });
}

function known({ store }: FacebookWorld, body: AdminBody): Comment {
  const comment = store.comment(body.text('id'));
  if (!comment) throw new Error('there is no such comment');
  return comment;
}
