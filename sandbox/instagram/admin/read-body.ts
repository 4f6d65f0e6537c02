import type { PlatformRequest } from '../../platform/platform-server.ts';
import type { Instagram } from '../instagram.ts';
import type { Account, Comment, Media } from '../store/state.ts';

/** What was posted to an admin route: a JSON object, or nothing. */
export function readBody<Body extends object>({ body }: PlatformRequest): Partial<Body> {
  return body.length === 0 ? {} : (JSON.parse(body.toString()) as Partial<Body>);
}

/** By user id or user name. */
export function accountNamed({ state }: Instagram, name: string | undefined): Account {
  const account = state.value.accounts.find(({ userId, username }) => userId === name || username === name);
  if (!account) throw new Error(`there is no account ${name}`);
  return account;
}

export function mediaNamed({ state }: Instagram, id: string | undefined): Media {
  const media = id === undefined ? undefined : state.value.media[id];
  if (!media) throw new Error(`there is no media ${id}`);
  return media;
}

export function commentNamed({ state }: Instagram, id: string | undefined): Comment {
  const comment = id === undefined ? undefined : state.value.comments[id];
  if (!comment) throw new Error(`there is no comment ${id}`);
  return comment;
}
