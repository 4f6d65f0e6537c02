import { InvalidArgumentError, Option, type Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { GivenLogin, GivenSecret } from '../client/save-mail-account.ts';
import { readStandardInput } from './read-text.ts';

/** Flags of a mail account, the same for fetching and for sending. */
export interface AccountFlags {
  preset?: string;
  host?: string;
  port?: number;
  security?: string;
  user?: string;
  passwordEnv?: string;
  passwordStdin?: boolean;
  oauth2?: 'google' | 'microsoft' | 'other';
  clientId?: string;
  clientSecretEnv?: string;
  refreshTokenEnv?: string;
  refreshTokenStdin?: boolean;
  tokenUrl?: string;
}

export function addAccountFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--preset <service>', 'host, port and security of a well-known service').choices([
        'google',
        'microsoft',
      ]),
    )
    .option('--host <host>')
    .option('--port <port>', 'by default that of the security chosen', toPort)
    .addOption(
      new Option('--security <security>', 'none is for this machine only').choices(['tls', 'starttls', 'none']),
    )
    .option('--user <user>', 'login name')
    .option('--password-env <name>', 'the environment variable that holds the password')
    .option('--password-stdin', 'read the password from standard input and seal it')
    .addOption(new Option('--oauth2 <provider>', 'log in by OAuth2').choices(['google', 'microsoft', 'other']))
    .option('--client-id <id>', 'OAuth2 client')
    .option('--client-secret-env <name>', 'the environment variable that holds the client secret')
    .option('--refresh-token-env <name>', 'the environment variable that holds the refresh token')
    .option('--refresh-token-stdin', 'read the refresh token from standard input and seal it')
    .option('--token-url <url>', 'where tokens are renewed, for provider other');
}

/** The plain settings among the flags; what was not given is left out. */
export function accountSettings({ host, port, security, user }: AccountFlags): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ host, port, security, user }).filter(([, value]) => value !== undefined));
}

/** Reads secrets where the flags say. @throws DeskError USAGE when both ways are given, TEXT_MISSING for an empty one */
export async function readLogin(flags: AccountFlags): Promise<GivenLogin> {
  if (flags.passwordStdin && flags.refreshTokenStdin)
    throw new DeskError('USAGE', 'only one secret can come from standard input');
  const password = await readSecret(flags.passwordEnv, flags.passwordStdin);
  const refreshToken = await readSecret(flags.refreshTokenEnv, flags.refreshTokenStdin);
  const clientSecret = await readSecret(flags.clientSecretEnv, undefined);
  const { oauth2: provider, clientId, tokenUrl } = flags;
  const hasOauth2 = [provider, clientId, tokenUrl, clientSecret, refreshToken].some((value) => value !== undefined);
  if (password && hasOauth2) throw new DeskError('USAGE', 'an account logs in by password or by OAuth2, not by both');
  return { password, ...(hasOauth2 ? { oauth2: { provider, clientId, clientSecret, refreshToken, tokenUrl } } : {}) };
}

async function readSecret(env: string | undefined, fromInput: boolean | undefined): Promise<GivenSecret | undefined> {
  if (env !== undefined && fromInput)
    throw new DeskError('USAGE', 'give the secret by environment variable or by standard input, not by both');
  if (env !== undefined) return { env };
  if (!fromInput) return undefined;
  const text = (await readStandardInput()).replace(/\r?\n$/, '');
  if (text === '') throw new DeskError('TEXT_MISSING', 'standard input holds no secret');
  return { text };
}

function toPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 1 to 65535.');
  return port;
}
