import { randomBytes } from 'node:crypto';
import { GraphRefusal } from '../../graph/graph-error.ts';
import type { Instagram } from '../instagram.ts';
import type { Account, LoginCode } from './state.ts';

const HOUR = 60 * 60 * 1000;

/** A code that the consent page gives out; it lives for an hour. */
export function writeCode(
  { state }: Instagram,
  { userId }: Account,
  { redirectUri, permissions }: Pick<LoginCode, 'redirectUri' | 'permissions'>,
): string {
  const code = `AQB${randomBytes(24).toString('base64url')}`;
  state.value.codes.push({ code, userId, redirectUri, permissions, at: Date.now() });
  state.save();
  return code;
}

/** Takes a code back, which works once and with the redirect address it was given for. @returns what was granted */
export function useCode({ state }: Instagram, { userId }: Account, parameters: URLSearchParams): string[] {
  const { codes } = state.value;
  const place = codes.findIndex((each) => each.code === parameters.get('code') && each.userId === userId);
  const code = codes[place];
  if (!code || code.redirectUri !== parameters.get('redirect_uri') || Date.now() - code.at > HOUR)
    throw new GraphRefusal({ code: 100, message: 'The code was used, has expired, or is for another address' });
  codes.splice(place, 1);
  return code.permissions;
}
