import { isAlias, isCollection, isMap, isNode, isPair, LineCounter, parseDocument, visit, type Document } from 'yaml';
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
  const reportAt = (offset: number, message: string) => {
    const { line, col: column } = lines.linePos(offset);
    problems.push({ line, column, path: '', message, value: null, allowed: [], isWarning: false });
  };
  for (const error of document.errors) {
    const isSecond = error.code === 'MULTIPLE_DOCS';
    const message = isSecond ? 'a second document begins here; a file holds one' : error.message.split('\n')[0];
    reportAt(error.pos[0], message ?? 'this is no YAML');
  }
  for (const { offset, message } of badAliases(document)) reportAt(offset, message);
  if (text.length > LONGEST_FILE) reader.report([], { message: `the file is longer than ${LONGEST_FILE} characters` });
  if (problems.length > 0) return { value: null, reader };
  try {
    return { value: document.toJS({ maxAliasCount: 20 }), reader };
  } catch (error) {
    reader.report([], { message: error instanceof Error ? error.message : 'the file cannot be read' });
    return { value: null, reader };
  }
}

/** Aliases (`*name`) that stand for nothing, or for something that they are a part of. */
function badAliases(document: Document.Parsed): { offset: number; message: string }[] {
  const found: { offset: number; message: string }[] = [];
  const marked = new Set<string>();
  visit(document, (_key, node, path) => {
    if (!isAlias(node)) {
      if (isNode(node) && node.anchor) marked.add(node.anchor);
      return;
    }
    const name = node.source;
    const offset = node.range?.[0] ?? 0;
    if (path.some((parent) => isCollection(parent) && parent.anchor === name))
      found.push({ offset, message: `*${name} stands inside of what it stands for` });
    else if (!marked.has(name)) found.push({ offset, message: `nothing above is marked &${name}` });
  });
  return found;
}

/** Checks a part of the file; its problems are reported at their lines. @returns null when it has any */
export function checkDesign<T>(
  reader: DesignReader,
  { value, schema, path = [] }: { value: unknown; schema: ZodType<T>; path?: DesignPath },
): T | null {
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const issues = checked.error.issues.flatMap(issuesOf);
  for (const issue of issues) {
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
  // What was noted keeps the file from being saved; without its unknown keys all else that is wrong can be told too.
  const areKeysOnly = issues.every(({ code }) => code === 'unrecognized_keys');
  return areKeysOnly ? (schema.safeParse(withoutKeys(value, issues)).data ?? null) : null;
}

function withoutKeys(value: unknown, issues: core.$ZodIssue[]): unknown {
  const copy = structuredClone(value);
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const parent = valueAt(
      copy,
      issue.path.filter((key) => typeof key !== 'symbol'),
    ) as Record<string, unknown>;
    for (const key of issue.keys) delete parent[key];
  }
  return copy;
}

/** Of what may be written in several ways: what is wrong with the way that was meant, if one can be told. */
function issuesOf(issue: core.$ZodIssue): core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const isOther = ({ path, code }: core.$ZodIssue) => path.length === 0 && /^invalid_(type|union)$/.test(code);
  const meant = issue.errors.find((errors) => errors.length > 0 && !errors.some(isOther));
  if (!meant) return [issue];
  return meant.flatMap((inner) => issuesOf({ ...inner, path: [...issue.path, ...inner.path] }));
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
