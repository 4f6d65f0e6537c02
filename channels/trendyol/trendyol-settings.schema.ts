import { z } from 'zod';
import { secretRef } from '../../domain/secret-ref.schema.ts';
import { baseUrl } from '../base-url.schema.ts';

export const TRENDYOL_BASE_URL = 'https://apigw.trendyol.com';

/** What a seller's account needs (developers.trendyol.com/docs/2-authorization). */
export const trendyolSettings = z.strictObject({
  sellerId: z.string().regex(/^\d{1,19}$/, 'Give the seller’s number, digits alone.'),
  apiKey: secretRef,
  apiSecret: secretRef,
  integratorName: z
    .string()
    .regex(/^[A-Za-z0-9]{1,30}$/, 'Give at most 30 letters and digits, without spaces.')
    .optional(),
  storeFrontCode: z
    .string()
    .regex(/^[A-Za-z]{2,10}$/, 'Give the code of the storefront, such as DE.')
    .optional(),
  calendar: z.string().min(1).max(200).optional(),
  baseUrl: baseUrl(TRENDYOL_BASE_URL),
});

export type TrendyolSettings = z.infer<typeof trendyolSettings>;
