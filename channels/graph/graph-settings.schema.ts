import { z } from 'zod';
import { secretRef } from '../../domain/secret-ref.schema.ts';
import { platformAddress } from '../base-url.schema.ts';

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
  baseUrl: platformAddress.optional(),
  version: z
    .string()
    .regex(/^v\d{1,3}\.\d{1,2}$/, 'Give a version such as v26.0.')
    .default(GRAPH_VERSION),
};
