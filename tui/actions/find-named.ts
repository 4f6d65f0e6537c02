import { fold } from '../../domain/fold.ts';

/** The one row of that name, Turkish-safe; a beginning is enough when only one row begins so. */
export function findNamed<Row extends { name: string }>(rows: readonly Row[], name: string): Row | null {
  const wanted = fold(name.trim());
  const exact = rows.find((row) => fold(row.name) === wanted);
  if (exact) return exact;
  const beginning = rows.filter((row) => wanted !== '' && fold(row.name).startsWith(wanted));
  return beginning.length === 1 ? (beginning[0] ?? null) : null;
}
