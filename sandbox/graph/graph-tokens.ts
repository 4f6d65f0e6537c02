import { randomBytes } from 'node:crypto';
import type { PlatformRequest } from '../platform/platform-server.ts';
import { GraphRefusal } from './graph-error.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Short: 1 hour (unconfirmed); long: 60 days; endless: until something kills it, as Page tokens. */
export type TokenLifetime = 'short' | 'long' | 'endless';

export interface GraphToken {
  token: string;
  /** Whose it is: `instagram` (Instagram Login), `user` (Facebook Login) or `page`. */
  kind: 'instagram' | 'user' | 'page';
  /** Id of the account, user or Page. */
  holder: string;
  permissions: string[];
  /** Permissions that lapsed after 90 days without use. */
  lapsed: string[];
  lifetime: TokenLifetime;
  /** Milliseconds since 1970. */
  issuedAt: number;
  /** Subcode it is refused with since it was revoked, 0 for none (code 190 alone), null while it is good. */
  revoked: number | null;
}

export type NewToken = Pick<GraphToken, 'kind' | 'holder' | 'permissions' | 'lifetime'>;

const LIFETIMES: Readonly<Record<TokenLifetime, number>> = {
  short: DAY / 24,
  long: 60 * DAY,
  endless: Number.POSITIVE_INFINITY,
};

const REVOKED: Readonly<Record<number, string>> = {
  458: 'The app was removed by the person',
  459: 'The person must log in on the site and pass a checkpoint',
  460: 'The password was changed',
  463: 'The session has expired',
  464: 'The person has not confirmed the account',
  467: 'The session is not valid any more',
  492: 'The person has lost the role on the Page',
};

/** The access tokens of a Graph stand-in. `tokens` is a part of its kept state and is changed in place. */
export class GraphTokens {
  readonly #tokens: GraphToken[];

  constructor(tokens: GraphToken[]) {
    this.#tokens = tokens;
  }

  get all(): readonly GraphToken[] {
    return this.#tokens;
  }

  issue(token: NewToken): GraphToken {
    const text = `${token.kind === 'instagram' ? 'IGAA' : 'EAAB'}${randomBytes(48).toString('base64url')}`;
    const issued: GraphToken = { ...token, token: text, lapsed: [], issuedAt: Date.now(), revoked: null };
    this.#tokens.push(issued);
    return issued;
  }

  /** A long-lived token for a short-lived one of this kind. Code 190 unless it is good; 100 unless it is short-lived. */
  exchange(text: string, kind: GraphToken['kind']): GraphToken {
    const short = this.good(text, [kind]);
    if (short.lifetime !== 'short')
      throw new GraphRefusal({ code: 100, message: 'Only a short-lived token can be exchanged' });
    return this.issue({ kind, holder: short.holder, permissions: short.permissions, lifetime: 'long' });
  }

  /** A new 60 days for a long-lived Instagram token that is at least 24 hours old and still good. */
  refresh(text: string): GraphToken {
    const long = this.good(text, ['instagram']);
    if (long.lifetime !== 'long' || Date.now() - long.issuedAt < DAY)
      throw new GraphRefusal({ code: 100, message: 'Only a long-lived token at least 24 hours old can be refreshed' });
    return this.issue({ kind: 'instagram', holder: long.holder, permissions: long.permissions, lifetime: 'long' });
  }

  /** Makes a token as old as that, which may expire it. */
  age(text: string, seconds: number): void {
    this.#known(text).issuedAt = Date.now() - seconds * 1000;
  }

  /** @param subcode 458 ... 467, 492; 0 for none; null makes it good again */
  revoke(text: string, subcode: number | null): void {
    this.#known(text).revoked = subcode;
  }

  /** Takes permissions away as 90 days without use do; an empty list gives all back. */
  lapse(text: string, permissions: string[]): void {
    this.#known(text).lapsed = permissions;
  }

  /**
   * The token of a call: the query's `access_token`, else `Authorization: Bearer`.
   *
   * @throws GraphRefusal code 190 when there is none, it is unknown, of another kind, expired (463) or revoked
   */
  of({ url, headers }: PlatformRequest, kinds: readonly GraphToken['kind'][]): GraphToken {
    const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
    return this.good(url.searchParams.get('access_token') ?? bearer ?? '', kinds);
  }

  good(text: string, kinds: readonly GraphToken['kind'][]): GraphToken {
    const token = this.#tokens.find((each) => each.token === text && kinds.includes(each.kind));
    if (!token) throw tokenRefusal(text === '' ? 'An access token is required' : 'The access token cannot be read');
    if (token.revoked !== null) throw tokenRefusal(REVOKED[token.revoked] ?? 'The token is not valid', token.revoked);
    if (secondsLeft(token) <= 0) throw tokenRefusal(REVOKED[463] ?? '', 463);
    return token;
  }

  #known(text: string): GraphToken {
    const token = this.#tokens.find((each) => each.token === text);
    if (!token) throw new Error('there is no such token');
    return token;
  }
}

/** What `expires_in` says; infinite for one without an end. */
export function secondsLeft({ lifetime, issuedAt }: GraphToken): number {
  return Math.floor((issuedAt + LIFETIMES[lifetime] - Date.now()) / 1000);
}

/** @throws GraphRefusal code 10 for a permission that lapsed, 200 for one that was never granted */
export function requirePermissions(token: GraphToken, permissions: readonly string[]): void {
  for (const permission of permissions) {
    if (!token.permissions.includes(permission))
      throw new GraphRefusal({ code: 200, message: `Requires the ${permission} permission` });
    if (token.lapsed.includes(permission))
      throw new GraphRefusal({
        code: 10,
        message: `The ${permission} permission has lapsed; it must be granted again`,
      });
  }
}

function tokenRefusal(message: string, subcode = 0): GraphRefusal {
  const detail = subcode === 0 ? {} : { subcode };
  return new GraphRefusal({ code: 190, message: `Error validating access token: ${message}`, ...detail });
}
