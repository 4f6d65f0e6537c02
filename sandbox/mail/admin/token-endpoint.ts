import type { AccessTokens } from '../access-tokens.ts';
import { oauthClient } from '../accounts.ts';
import type { FaultBoard } from '../faults.ts';

export interface TokenAnswer {
  status: number;
  body: Record<string, string | number>;
}

/** Renews an access token (RFC 6749, 6): client and refresh token in, a bearer token with its seconds out. */
export function renewToken(form: URLSearchParams, tokens: AccessTokens, faults: FaultBoard): TokenAnswer {
  if (form.get('grant_type') !== 'refresh_token')
    return failed(400, 'unsupported_grant_type', 'Only refresh_token is served.');
  if (form.get('client_id') !== oauthClient.clientId || form.get('client_secret') !== oauthClient.clientSecret) {
    return failed(401, 'invalid_client', 'The OAuth client was not found.');
  }
  const user = tokens.userOfRefresh(form.get('refresh_token') ?? '');
  if (user === null || faults.now.refuseRefreshTokens)
    return failed(400, 'invalid_grant', 'Token has been expired or revoked.');
  const seconds = faults.now.accessTokenSeconds;
  return {
    status: 200,
    body: {
      access_token: tokens.issueAccess(user, seconds),
      expires_in: seconds,
      token_type: 'Bearer',
      scope: 'https://mail.google.com/',
    },
  };
}

function failed(status: number, error: string, description: string): TokenAnswer {
  return { status, body: { error, error_description: description } };
}

/** The form fields of a token request, with the client's name and secret from HTTP Basic when they come that way (2.3.1). */
export function tokenForm(body: Buffer, authorization: string | undefined): URLSearchParams {
  const form = new URLSearchParams(body.toString('utf8'));
  const basic = /^Basic (.+)$/i.exec(authorization ?? '')?.[1];
  const [id, secret] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  if (id !== undefined && secret !== undefined) {
    form.set('client_id', decodeURIComponent(id));
    form.set('client_secret', decodeURIComponent(secret));
  }
  return form;
}
