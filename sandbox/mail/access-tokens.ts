import { createHmac, timingSafeEqual } from 'node:crypto';

interface AccessClaims {
  kind: 'access';
  user: string;
  expiresAt: number;
}

interface RefreshClaims {
  kind: 'refresh';
  user: string;
}

/** Tokens that carry their user and end, signed: nothing need be stored, and they outlive a restart. */
export class AccessTokens {
  private readonly key: string;

  constructor(key: string) {
    this.key = key;
  }

  issueAccess(user: string, seconds: number): string {
    return this.sign({ kind: 'access', user, expiresAt: Date.now() + seconds * 1000 });
  }

  /** The same for a user each time: what a consent screen would have given once. */
  issueRefresh(user: string): string {
    return this.sign({ kind: 'refresh', user });
  }

  /** The user of an access token that is still good, else null. */
  userOfAccess(token: string): string | null {
    const claims = this.open(token);
    return claims?.kind === 'access' && claims.expiresAt > Date.now() ? claims.user : null;
  }

  userOfRefresh(token: string): string | null {
    const claims = this.open(token);
    return claims?.kind === 'refresh' ? claims.user : null;
  }

  private sign(claims: AccessClaims | RefreshClaims): string {
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    return `${payload}.${this.mac(payload).toString('base64url')}`;
  }

  private open(token: string): AccessClaims | RefreshClaims | null {
    const [payload = '', mac = ''] = token.split('.');
    const expected = this.mac(payload);
    const given = Buffer.from(mac, 'base64url');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as AccessClaims | RefreshClaims;
  }

  private mac(payload: string): Buffer {
    return createHmac('sha256', this.key).update(payload).digest();
  }
}
