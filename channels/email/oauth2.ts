import { DeskError } from '../../domain/errors.ts';

/** What is needed to renew access tokens of one account (RFC 6749, section 6). */
export type OAuth2Grant = {
  tokenUrl: string;
  clientId: string;
  clientSecret: string | null;
  refreshToken: string;
  scope: string | null;
};

export type TokenCache = {
  /**
   * A token that is valid for at least two more minutes. `rejectedToken` names one the mail server refused, which is not
   * handed out again. Errors: MAIL_TOKEN_REFUSED (grant again), MAIL_UNREACHABLE (try later).
   */
  accessToken(grant: OAuth2Grant, rejectedToken?: string): Promise<string>;
};

const REQUEST_TIMEOUT_MILLISECONDS = 10_000;
const EARLY_MILLISECONDS = 120_000;
const DEFAULT_LIFE_SECONDS = 3600;
const MAX_ANSWER_BYTES = 100_000;

type Held = { token: string; expiresAt: number; refreshToken: string };

/** Keeps access tokens in memory, renews them early, and asks once per account however many connections wait. */
export function createTokenCache(options: { now?: () => number; timeoutMilliseconds?: number } = {}): TokenCache {
  const now = options.now ?? Date.now;
  const timeoutMilliseconds = options.timeoutMilliseconds ?? REQUEST_TIMEOUT_MILLISECONDS;
  const held = new Map<string, Held>();
  const underway = new Map<string, Promise<Held>>();

  async function renew(grant: OAuth2Grant, key: string): Promise<Held> {
    // Microsoft hands out a new refresh token with every answer; the newest lives longest.
    const refreshToken = held.get(key)?.refreshToken ?? grant.refreshToken;
    const renewed = await requestToken({ ...grant, refreshToken }, timeoutMilliseconds);
    const fresh = {
      token: renewed.accessToken,
      expiresAt: now() + renewed.lifeSeconds * 1000,
      refreshToken: renewed.refreshToken ?? refreshToken,
    };
    held.set(key, fresh);
    return fresh;
  }

  return {
    async accessToken(grant, rejectedToken) {
      const key = JSON.stringify(grant);
      const known = held.get(key);
      if (known && known.token !== rejectedToken && known.expiresAt - now() > EARLY_MILLISECONDS) return known.token;
      const renewal = underway.get(key) ?? renew(grant, key).finally(() => underway.delete(key));
      underway.set(key, renewal);
      return (await renewal).token;
    },
  };
}

type Renewed = { accessToken: string; lifeSeconds: number; refreshToken: string | null };

async function requestToken(grant: OAuth2Grant, timeoutMilliseconds: number): Promise<Renewed> {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: grant.clientId,
    refresh_token: grant.refreshToken,
  });
  if (grant.clientSecret !== null) form.set('client_secret', grant.clientSecret);
  if (grant.scope !== null) form.set('scope', grant.scope);
  const { status, body } = await post(grant.tokenUrl, form, timeoutMilliseconds);
  const accessToken = textField(body, 'access_token');
  if (status === 200 && accessToken) {
    const lifeSeconds = Number(body['expires_in']);
    return {
      accessToken,
      lifeSeconds: lifeSeconds > 0 ? lifeSeconds : DEFAULT_LIFE_SECONDS,
      refreshToken: textField(body, 'refresh_token'),
    };
  }
  throw refusal(grant.tokenUrl, status, body);
}

async function post(tokenUrl: string, form: URLSearchParams, timeoutMilliseconds: number) {
  try {
    const response = await fetch(tokenUrl, {
      method: 'POST',
      body: form,
      headers: { accept: 'application/json' },
      // A redirect would carry the refresh token to wherever it points.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const text = await response.text();
    return { status: response.status, body: parseObject(text.slice(0, MAX_ANSWER_BYTES)) };
  } catch {
    // Without the cause: its text may quote the request.
    throw new DeskError('MAIL_UNREACHABLE', `the token service ${new URL(tokenUrl).host} does not answer`);
  }
}

/** Only the service's error code is told: its description may quote tokens and addresses. */
function refusal(tokenUrl: string, status: number, body: Record<string, unknown>): DeskError {
  const { host } = new URL(tokenUrl);
  if (status >= 500 || status === 429)
    return new DeskError('MAIL_UNREACHABLE', `the token service ${host} answered ${status}`, { details: { status } });
  const code = (textField(body, 'error') ?? '').replace(/[^a-z0-9_.-]/gi, '').slice(0, 60) || 'no_error_code';
  return new DeskError('MAIL_TOKEN_REFUSED', `${host} refused to renew the token: ${code}`, {
    details: { status, serviceError: code },
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function textField(body: Record<string, unknown>, name: string): string | null {
  const value = body[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
