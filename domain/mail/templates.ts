import { DeskError } from '../errors.ts';

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/**
 * Refuses a template that names a variable there is none of, when it is saved rather than when a customer waits.
 * Errors: INVALID_INPUT, naming every unknown variable and what is allowed.
 */
export function checkTemplate(template: string, allowed: readonly string[]): void {
  const unknown = [...template.matchAll(VARIABLE)]
    .map((match) => match[1] ?? '')
    .filter((name) => !allowed.includes(name));
  if (unknown.length === 0) return;
  const named = [...new Set(unknown)].map((name) => `{{${name}}}`).join(', ');
  throw new DeskError(
    'INVALID_INPUT',
    `the template uses ${named}; allowed are ${allowed.map((name) => `{{${name}}}`).join(', ')}`,
  );
}

/** The template with its variables filled in, once: a value that looks like a variable stays as it is. */
export function renderTemplate(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(VARIABLE, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? '') : whole,
  );
}
