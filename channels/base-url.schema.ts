import { z } from 'zod';
import { isLoopbackHost } from '../domain/loopback-host.ts';

/** Where a platform is reached, without a slash at its end: https, or plain http on this machine only. */
export function baseUrl(standard: string) {
  return z
    .url('Give an address such as https://api.example.com.')
    .refine(isSafe, 'The address must be https: tokens travel to it.')
    .refine((address) => !/[?#@]/.test(address), 'Give the address alone, without login, query or fragment.')
    .transform((address) => address.replace(/\/+$/, ''))
    .default(standard);
}

function isSafe(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
}
