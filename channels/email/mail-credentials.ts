import type { MailLogin } from '../../domain/email-account.schema.ts';
import { DeskError } from '../../domain/errors.ts';
import { mailPresets } from '../../domain/mail-presets.ts';
import type { Environment, Secrets } from '../secrets.ts';
import type { OAuth2Grant, TokenCache } from './oauth2.ts';

/** What a mail server is shown: a password, or an access token that lives about an hour. */
export type MailCredential = { kind: 'password'; password: string } | { kind: 'token'; accessToken: string };

/**
 * The credential of a login. `context` is what its secrets were sealed with, such as `source:ID` or `sender:ID`; the
 * names `:password`, `:refresh-token` and `:client-secret` follow it. `rejectedToken` asks for another token.
 * Errors: SECRET_KEY_MISSING, SECRET_UNREADABLE, MAIL_TOKEN_REFUSED, MAIL_UNREACHABLE.
 */
export type MailCredentials = (login: MailLogin, context: string, rejectedToken?: string) => Promise<MailCredential>;

export function createMailCredentials(tools: {
  secrets: Secrets;
  tokens: TokenCache;
  environment: Environment;
}): MailCredentials {
  const { secrets, tokens, environment } = tools;
  return async (login, context, rejectedToken) => {
    if (login.kind === 'password')
      return { kind: 'password', password: secrets.open(login.secret, `${context}:password`, environment) };
    const preset = login.provider === 'other' ? null : mailPresets[login.provider];
    const tokenUrl = login.tokenUrl ?? preset?.tokenUrl;
    if (!tokenUrl) throw new DeskError('INVALID_INPUT', 'an OAuth2 login of provider other needs a tokenUrl');
    const grant: OAuth2Grant = {
      tokenUrl,
      clientId: login.clientId,
      clientSecret: login.clientSecret
        ? secrets.open(login.clientSecret, `${context}:client-secret`, environment)
        : null,
      refreshToken: secrets.open(login.refreshToken, `${context}:refresh-token`, environment),
      scope: preset?.scope ?? null,
    };
    return { kind: 'token', accessToken: await tokens.accessToken(grant, rejectedToken) };
  };
}
