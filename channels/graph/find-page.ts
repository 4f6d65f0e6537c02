import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { AccountAccess } from '../platform-channel.ts';
import { accountSecret } from '../account-secret.ts';
import type { GraphClient } from './graph-client.ts';
import { isNotThere } from './graph-fault.ts';
import { readEdge } from './graph-pages.ts';
import { longLivedUserToken } from './long-lived-token.ts';
import { idOf, membersOf, textOf } from './wire-value.ts';

/** A Page that the login opens. */
export interface OpenedPage {
  id: string;
  name: string;
  /** The Page's own, which has no fixed end. */
  token: string;
}

/**
 * The Pages that the account's token opens, by the chain person's token, long-lived one, Page token (Pages API,
 * "Access Tokens"). A token that is a Page's already opens that one.
 *
 * @throws PlatformFault; refuse when there is none
 */
export async function openedPages(access: AccountAccess, graph: GraphClient): Promise<OpenedPage[]> {
  if (await isPageToken(graph)) {
    const page = await graph.read({ path: 'me', query: { fields: 'id,name' } });
    return pageOf({ ...page, access_token: accountSecret(access, 'token') });
  }
  const person = graph.withToken(await longLivedUserToken(access, graph));
  const pages: OpenedPage[] = [];
  const query = { fields: 'id,name,access_token', limit: '100' };
  for await (const { data } of readEdge(person, { path: 'me/accounts', query })) pages.push(...data.flatMap(pageOf));
  if (pages.length > 0) return pages;
  throw new PlatformFault('PLATFORM_ROLE_LOST', 'the person who logged in has a role on no Page', { effect: 'stop' });
}

/** The one that is meant: named in the settings, known from before, or the only one. @throws PlatformFault refuse */
export function meantPage<Page extends OpenedPage>(pages: readonly Page[], wanted: string | null): Page {
  const [only, ...others] = wanted === null ? pages : pages.filter(({ id }) => id === wanted);
  if (only && others.length === 0) return only;
  const seen = pages.map(({ id, name }) => `${name} (${id})`).join(', ');
  const message =
    wanted === null
      ? `the login opens several Pages: ${seen}; give one as pageId`
      : `the login opens no Page ${wanted}, but ${seen}`;
  throw new PlatformFault('INVALID_INPUT', message, { effect: 'refuse' });
}

/** A Page has no accounts, a person has. */
async function isPageToken(graph: GraphClient): Promise<boolean> {
  try {
    await graph.read({ path: 'me/accounts', query: { fields: 'id', limit: '1' } });
    return false;
  } catch (fault) {
    if (isNotThere(fault)) return true;
    throw fault;
  }
}

function pageOf(value: unknown): OpenedPage[] {
  const page = membersOf(value);
  const id = idOf(page['id']);
  const token = textOf(page['access_token']);
  return id === null || token === null ? [] : [{ id, token, name: textOf(page['name']) ?? id }];
}
