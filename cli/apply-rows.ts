import { readFile } from 'node:fs/promises';
import { DeskError } from '../domain/errors.ts';

/** A row of an `apply` file: the same keys as the flags. */
export type GivenRow = Record<string, unknown>;

/**
 * What an `apply` is to make so: the rows of a YAML (or JSON) file, or the one that the flags describe.
 * @param keys what a row may say, each with what it must be
 * @throws DeskError USAGE naming the row and key that is wrong
 */
export async function readRows(
  given: { file?: string; flags: GivenRow },
  keys: Record<string, 'text' | 'number' | 'switch' | 'texts'>,
): Promise<GivenRow[]> {
  const rows = given.file === undefined ? [onlyGiven(given.flags)] : await readFileRows(given.file);
  rows.forEach((row, index) => checkRow(row, index + 1, keys));
  return rows;
}

function onlyGiven(flags: GivenRow): GivenRow {
  return Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
}

async function readFileRows(file: string): Promise<GivenRow[]> {
  const { parse } = await import('yaml');
  let read: unknown;
  try {
    read = parse(
      file === '-' ? await (await import('./read-text.ts')).readStandardInput() : await readFile(file, 'utf8'),
      { maxAliasCount: 10 },
    );
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new DeskError(
      isMissing ? 'NOT_FOUND' : 'USAGE',
      isMissing ? `there is no file ${file}` : `${file} is no YAML: ${String(cause)}`,
      { cause },
    );
  }
  const rows = Array.isArray(read) ? read : [read];
  if (rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row))) return rows as GivenRow[];
  throw new DeskError('USAGE', `${file} must hold a list of objects`);
}

const isOfKind = {
  text: (value: unknown) => typeof value === 'string',
  number: (value: unknown) => Number.isInteger(value),
  switch: (value: unknown) => typeof value === 'boolean',
  texts: (value: unknown) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

function checkRow(row: GivenRow, number: number, keys: Record<string, keyof typeof isOfKind>): void {
  for (const [key, value] of Object.entries(row)) {
    const kind = Object.hasOwn(keys, key) ? keys[key] : undefined;
    if (!kind) throw new DeskError('USAGE', `row ${number} has ${key}; a row may have ${Object.keys(keys).join(', ')}`);
    if (!isOfKind[kind](value))
      throw new DeskError(
        'USAGE',
        `${key} of row ${number} must be ${kind === 'texts' ? 'a list of texts' : `a ${kind}`}`,
      );
  }
  if (typeof row['name'] !== 'string' || row['name'].trim() === '')
    throw new DeskError('USAGE', `row ${number} has no name`);
}
