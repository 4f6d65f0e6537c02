import { z } from 'zod';
import { secretRef } from '../../domain/secret-ref.schema.ts';

/** How the sender signs and what its bodies look like; both secrets hold while one is being replaced. */
export const formSettings = z.strictObject({
  scheme: z.enum(['standard', 'typeform', 'tally']).default('standard'),
  secret: secretRef,
  previousSecret: secretRef.optional(),
});

export type FormScheme = z.infer<typeof formSettings>['scheme'];
