import type { core } from 'zod';

/** How zod begins its own messages. */
const STANDARD_MESSAGE = /^(Invalid|Too big|Too small|Unrecognized)/;

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'keys with values',
  record: 'keys with values',
};

/** A schema's complaint in words for whoever writes the file. Messages of our own rules stay as they are. */
export function describeIssue(issue: core.$ZodIssue, value: unknown): string {
  if (!STANDARD_MESSAGE.test(issue.message)) return issue.message;
  if (value === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) {
    return `${String(issue.path.at(-1) ?? 'the file')} is missing`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string' && isBraces(value)) {
    return 'must be a text: one that begins with {{ stands in quotes';
  }
  if (issue.code === 'invalid_type') return `must be ${kinds[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `unknown value ${say(value)}`;
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? 'is no such key';
  if (issue.code === 'too_small') return describeSize(issue.origin, 'least', issue.minimum);
  if (issue.code === 'too_big') return describeSize(issue.origin, 'most', issue.maximum);
  return issue.message;
}

function describeSize(origin: string, bound: 'least' | 'most', size: number | bigint): string {
  const count = size.toLocaleString('en-US');
  if (origin === 'string') return size === 1 ? 'must not be empty' : `must have at ${bound} ${count} characters`;
  if (origin === 'array' || origin === 'set') {
    return size === 1 && bound === 'least' ? 'must not be empty' : `must have at ${bound} ${count} entries`;
  }
  return `must be at ${bound} ${count}`;
}

/** `{{email}}` without quotes is a map in YAML, whose key is a map. */
function isBraces(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('{'));
}

function say(value: unknown): string {
  return typeof value === 'string' ? `“${value.slice(0, 40)}”` : 'here';
}
