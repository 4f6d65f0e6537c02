import { isMap, isPair, LineCounter, parseDocument, type Document } from 'yaml';
import type { core, ZodType } from 'zod';
import { describeIssue } from './describe-issue.ts';
import type { DesignProblem } from './problem.ts';
import { schemaKeys } from './schema-keys.ts';

/** Files are small things that people write; more is a mistake or an attack. */
const LONGEST_FILE = 200_000;
const LONGEST_VALUE = 60;

export type DesignPath = readonly (string | number)[];

export interface DesignReader {
  problems: DesignProblem[];
  /** Notes a problem at the place of a path; a path that is not in the file stands at its nearest parent. */
  report(
    path: DesignPath,
    problem: { message: string; value?: unknown; allowed?: readonly string[]; isWarning?: boolean },
  ): void;
}

/**
 * What a design file holds, as plain values, and a reader that knows the line of each; null when it is no YAML.
 * @param areAllTexts every value stays as it was written: YAML takes `+90 …` and `007` for numbers
 */
export function readDesignFile(
  text: string,
  { areAllTexts = false }: { areAllTexts?: boolean } = {},
): { value: unknown; reader: DesignReader } {
  const lines = new LineCounter();
  const document = parseDocument(text.slice(0, LONGEST_FILE), {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    // Else what is odd is told on standard error.
    logLevel: 'error',
    schema: areAllTexts ? 'failsafe' : 'core',
  });
  const problems: DesignProblem[] = [];
  const reader: DesignReader = {
    problems,
    report(path, { message, value, allowed = [], isWarning = false }) {
      const place = lines.linePos(offsetOf(document, path));
      problems.push({
        line: place.line,
        column: place.col,
        path: path.join('.'),
        message,
        value: value === undefined ? null : shorten(value),
        allowed: [...allowed],
        isWarning,
      });
    },
  };
  for (const error of document.errors) {
    const { line, col: column } = lines.linePos(error.pos[0]);
    const message = error.message.split('\n')[0] ?? 'this is no YAML';
    problems.push({ line, column, path: '', message, value: null, allowed: [], isWarning: false });
  }
  if (text.length > LONGEST_FILE) reader.report([], { message: `the file is longer than ${LONGEST_FILE} characters` });
  if (problems.length > 0) return { value: null, reader };
  try {
    return { value: document.toJS({ maxAliasCount: 20 }), reader };
  } catch (error) {
    reader.report([], { message: error instanceof Error ? error.message : 'the file cannot be read' });
    return { value: null, reader };
  }
}

/** Checks a part of the file; its problems are reported at their lines. @returns null when it has any */
export function checkDesign<T>(
  reader: DesignReader,
  { value, schema, path = [] }: { value: unknown; schema: ZodType<T>; path?: DesignPath },
): T | null {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues) {
    const inner = issue.path.filter((key) => typeof key !== 'symbol');
    const place = [...path, ...inner];
    if (issue.code === 'unrecognized_keys') {
      const allowed = schemaKeys(schema, inner);
      for (const key of issue.keys)
        reader.report([...place, key], { message: `unknown key “${key}”`, value: key, allowed });
      continue;
    }
    const found = valueAt(value, inner);
    reader.report(place, { message: describeIssue(issue, found), value: found, allowed: allowedBy(issue) });
  }
  return null;
}

/** The values of a choice; rules of our own tell theirs in `params`. */
function allowedBy(issue: core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  const told: unknown = issue.code === 'custom' ? issue.params?.['allowed'] : undefined;
  return Array.isArray(told) ? told.map(String) : [];
}

function valueAt(value: unknown, path: DesignPath): unknown {
  return path.reduce<unknown>((at, key) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, key)
      ? (at as Record<string, unknown>)[key]
      : undefined;
  }, value);
}

function offsetOf(document: Document.Parsed, path: DesignPath): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const key = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find((item) => isPair(item) && String(item.key) === String(key));
      const range = (pair?.key as { range?: [number, number, number] } | undefined)?.range;
      if (range) return range[0];
    }
    const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return node.range[0];
  }
  return 0;
}

function shorten(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
