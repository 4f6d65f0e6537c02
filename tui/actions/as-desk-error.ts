import type { DeskError } from '../../domain/errors.ts';

const NAMES = ['DeskError', 'PlatformFault'];

/**
 * The error as one of the desk's, or null. Told by its name: the screen and what it calls are bundled apart, so each has
 * a class of its own.
 */
export function asDeskError(error: unknown): DeskError | null {
  return error instanceof Error && NAMES.includes(error.name) && 'line' in error ? (error as DeskError) : null;
}
