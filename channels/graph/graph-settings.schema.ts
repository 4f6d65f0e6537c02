import { z } from 'zod';
import { DeskError } from '../../domain/errors.ts';
import { isLoopbackHost } from '../../domain/loopback-host.ts';
import { secretRef } from '../../domain/secret-ref.schema.ts';

/** The version that this program was written against (Graph API, "Changelog"). */
export const GRAPH_VERSION = 'v26.0';

const graphId = z.string().regex(/^\d{1,30}$/, 'Give the number that the platform shows, digits only.');

/** What every account of the Graph API has. */
export const graphSettings = {
  token: secretRef,
  appId: graphId.optional(),
  appSecret: secretRef.optional(),
  verifyToken: secretRef.optional(),
  pageId: graphId.optional(),
  baseUrl: z
    .url()
    .refine(isSafeBaseUrl, 'The base address must be https: tokens travel to it. http is for this machine only.')
    .transform((address) => address.replace(/\/+$/, ''))
    .optional(),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, 'Give a version such as v26.0.')
    .default(GRAPH_VERSION),
};

/**
 * Settings by their schema; what a form left empty counts as not given.
 * @throws DeskError INVALID_INPUT naming every wrong value
 */
export function readGraphSettings<Settings>(
  schema: z.ZodType<Settings, unknown>,
  settings: Record<string, unknown>,
): Settings {
  const given = Object.entries(settings).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const read = schema.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
  throw new DeskError('INVALID_INPUT', problems.join('; '));
}

function isSafeBaseUrl(address: string): boolean {
  const url = new URL(address);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
