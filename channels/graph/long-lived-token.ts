import { PlatformFault } from '../../domain/platform/platform-fault.ts';
import type { AccountAccess } from '../platform-channel.ts';
import { accountSecret } from '../account-secret.ts';
import type { GraphClient, GraphObject, GraphRead } from './graph-client.ts';
import { isNotThere } from './graph-fault.ts';
import { textOf } from './wire-value.ts';

export interface FreshToken {
  token: string;
  /** ISO. */
  endsAt: string;
}

const USUAL_LIFE_SECONDS = 60 * 86_400;
const LONGEST_LIFE_SECONDS = 10 * 365 * 86_400;

/** Asks for a token by a token call. @throws PlatformFault */
export async function askForToken(
  graph: GraphClient,
  call: Pick<GraphRead, 'path' | 'query'>,
  now: number,
): Promise<FreshToken> {
  const answer: GraphObject = await graph.read({ ...call, isTokenCall: true });
  const token = textOf(answer['access_token']);
  if (token === null) throw new PlatformFault('PLATFORM_UNREADABLE', 'the platform gave no token', { effect: 'retry' });
  const told = Number(answer['expires_in']);
  const seconds = told > 0 && told <= LONGEST_LIFE_SECONDS ? told : USUAL_LIFE_SECONDS;
  return { token, endsAt: new Date(now + seconds * 1000).toISOString() };
}

/**
 * A long-lived user token for the one of the account (Facebook Login). One that is long-lived already is refused, and is
 * as good itself.
 *
 * @throws PlatformFault; refuse without app id and secret, for what comes of a short-lived token dies within the hour
 */
export async function longLivedUserToken(access: AccountAccess, graph: GraphClient): Promise<string> {
  const appId = textOf(access.settings['appId']);
  const present = accountSecret(access, 'token');
  if (appId === null || access.settings['appSecret'] === undefined)
    throw new PlatformFault(
      'INVALID_INPUT',
      "this is a person's token: give appId and appSecret too, so that it can be exchanged for one that lasts",
      { effect: 'refuse' },
    );
  const query = {
    grant_type: 'fb_exchange_token',
    client_id: appId,
    client_secret: accountSecret(access, 'appSecret'),
    fb_exchange_token: present,
  };
  try {
    return (await askForToken(graph, { path: 'oauth/access_token', query }, access.now())).token;
  } catch (fault) {
    if (isNotThere(fault)) return present;
    throw fault;
  }
}
