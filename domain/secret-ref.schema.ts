import { z } from 'zod';
import type { SecretRef } from './secret-ref.ts';

const environmentReference = z.strictObject({
  env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'Give the name of an environment variable, such as SUPPORT_IMAP_PASSWORD.')
    .describe('Name of the environment variable that holds the secret'),
});

const sealedText = z.strictObject({
  sealed: z
    .string()
    .regex(/^v1\.[0-9a-f]{8}\.[A-Za-z0-9_-]{38,}$/, 'This is not a sealed secret; set it again.')
    .describe('The secret, sealed with DESKHAND_SECRET_KEY'),
});

export const secretRef: z.ZodType<SecretRef, unknown> = z.union([environmentReference, sealedText], {
  error: 'Give {"env":"NAME"} or a sealed secret; secrets are never stored in clear.',
});
