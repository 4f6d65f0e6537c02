import { z } from 'zod';
import { isLoopbackHost } from '../domain/loopback-host.ts';

/** Where a platform is reached, without a slash at its end: https, or plain http on this machine only. */
export const platformAddress = z
  .url('Give an address such as https://api.example.com.')
  .refine(isSafe, 'The address must be https: tokens travel to it. http is for this machine only.')
  .refine((address) => !/[?#@]/.test(address), 'Give the address alone, without login, query or fragment.')
  .transform((address) => address.replace(/\/+$/, ''));

/** The same, and where it is reached unless the owner says otherwise. */
export function baseUrl(standard: string) {
  return platformAddress.default(standard);
}

function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
}
