import { safeLine } from '../domain/safe-text.ts';

/** A line of a page about one thing; null where there is nothing to say. */
export function pageField(name: string, value: string | null | undefined, nameCells = 16): string | null {
  return value ? `${`${name}:`.padEnd(nameCells)}${safeLine(value, 1000)}` : null;
}
