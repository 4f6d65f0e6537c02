import type { z } from 'zod';
import { DeskError } from '../domain/errors.ts';

/**
 * Settings of an account checked by their schema and completed with what is standard; what a form left empty counts as
 * not given.
 * @throws DeskError INVALID_INPUT naming every wrong value, never what a secret holds
 */
export function readSettings<Settings>(
  schema: z.ZodType<Settings, unknown>,
  settings: Record<string, unknown>,
): Settings {
  const given = Object.entries(settings).filter(([, value]) => value !== '' && value !== null && value !== undefined);
  const read = schema.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.') || 'settings'}: ${message}`);
  throw new DeskError('INVALID_INPUT', problems.join('; '));
}
