/** What a column of counts holds. */
const LARGEST_COUNT = 2 ** 31 - 1;

/** What came over the wire, as something whose members may be asked for; anything but an object has none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

/** A text, or an id that was written as a number; null for anything else and for nothing. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * An id; null for what is none. It becomes part of an address and of keys: one that leads elsewhere, or is longer than an
 * index takes, is none.
 */
export function idOf(value: unknown): string | null {
  const id = textOf(value) ?? '';
  return /^[\w:=~-][\w.:=~-]{0,199}$/.test(id) ? id : null;
}

/** How many there are; null where that is not said, or cannot be. */
export function countOf(value: unknown): number | null {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= LARGEST_COUNT ? count : null;
}

/** The elements of a list; none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
