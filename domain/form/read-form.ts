import { RE2JS } from 're2js';
import { attributesIn, badPlacesIn } from '../chatbot/fill-in.ts';
import type { DesignProblem } from '../design/problem.ts';
import { checkDesign, readDesignFile, type DesignPath, type DesignReader } from '../design/read-design.ts';
import { fieldSchema, formSchema } from './form-file.schema.ts';
import type { Form, FormField, Text } from './form.ts';

/** What the page itself posts beside the answers; no field may be named so. */
export const reservedNames = ['key', 'user', 'lang', 'homepage_url', 'number'];

const exampleOrigin = 'https://shop.example';
const choosing = new Set(['choice', 'choices']);
const measured = new Set(['text', 'textarea', 'name', 'email', 'phone', 'number', 'choices']);
const patterned = new Set(['text', 'textarea', 'name', 'email', 'phone']);

/**
 * Reads a form file. Every mistake is told with its line; warnings do not keep it from being saved.
 * @returns no form where there is a mistake
 */
export function readForm(text: string): { form: Form | null; problems: DesignProblem[] } {
  const { value, reader } = readDesignFile(text, { areAllTexts: true });
  if (reader.problems.length > 0) return { form: null, problems: reader.problems };
  const form = checkDesign(reader, { value, schema: formSchema });
  if (form) checkWhole(reader, form, value as Record<string, unknown>);
  else checkParts(reader, Object(value) as Record<string, unknown>);
  const problems = reader.problems.toSorted((one, other) => one.line - other.line || one.column - other.column);
  return { form: problems.some(({ isWarning }) => !isWarning) ? null : form, problems };
}

/** Of a form with mistakes, what can be read of it: they are not told one after the other. */
function checkParts(reader: DesignReader, file: Record<string, unknown>): void {
  const { fields, origins } = file;
  if (Array.isArray(fields)) {
    const read = fields.map((field) => fieldSchema.safeParse(field).data ?? null);
    checkNames(reader, read);
    read.forEach((field, index) => field && checkField(reader, field, index));
  }
  if (Array.isArray(origins)) checkOrigins(reader, origins.map(String));
}

/** What no part shows alone. */
function checkWhole(reader: DesignReader, form: Form, file: Record<string, unknown>): void {
  if (file['language'] !== undefined && file['languages'] !== undefined) {
    reader.report(['language'], { message: 'language and languages are both given: one of them' });
  }
  checkNames(reader, form.fields);
  form.fields.forEach((field, index) => checkField(reader, field, index));
  checkOrigins(reader, form.origins);
  checkPlaces(reader, form);
  checkTexts(reader, form);
  if (!form.fields.some(({ type }) => type === 'email' || type === 'phone')) {
    reader.report(['fields'], {
      message: 'no field asks for an e-mail or a phone: nobody can be answered, so every ticket becomes a draft',
      isWarning: true,
    });
  }
}

/** @param fields null where one cannot be read */
function checkNames(reader: DesignReader, fields: (FormField | null)[]): void {
  const seen = new Set<string>();
  fields.forEach((field, index) => {
    if (!field) return;
    const { name } = field;
    const folded = name.toLowerCase();
    const path = ['fields', index, 'name'];
    if (seen.has(folded)) reader.report(path, { message: `two fields are named “${name}”`, value: name });
    if (reservedNames.includes(folded) || name in Object.prototype) {
      reader.report(path, { message: `“${name}” is a name of the page itself: choose another`, value: name });
    }
    seen.add(folded);
  });
}

function checkField(reader: DesignReader, field: FormField, index: number): void {
  const { type, min, max, pattern, options } = field;
  const path = ['fields', index];
  if (choosing.has(type) && options.length === 0) {
    reader.report([...path, 'options'], { message: `a ${type} needs options`, allowed: ['options: [first, second]'] });
  }
  if (!choosing.has(type) && options.length > 0) {
    reader.report([...path, 'options'], { message: `a ${type} has no options`, allowed: [...choosing] });
  }
  const values = options.map(({ value }) => value);
  values.forEach((value, place) => {
    if (values.indexOf(value) === place) return;
    reader.report([...path, 'options', place], { message: 'this option is there already', value });
  });
  for (const [key, value] of [
    ['min', min],
    ['max', max],
  ] as const) {
    if (value !== null && !measured.has(type)) {
      reader.report([...path, key], { message: `a ${type} has no ${key}`, value, allowed: [...measured] });
    }
  }
  if (min !== null && max !== null && min > max) {
    reader.report([...path, 'min'], { message: `min ${min} is more than max ${max}`, value: min });
  }
  if (pattern !== null) checkPattern(reader, field, [...path, 'pattern']);
}

function checkPattern(reader: DesignReader, { type, pattern }: FormField, path: DesignPath): void {
  if (!patterned.has(type)) {
    reader.report(path, { message: `a ${type} has no pattern`, value: pattern, allowed: [...patterned] });
    return;
  }
  try {
    RE2JS.compile(pattern ?? '');
  } catch (error) {
    const why = error instanceof Error ? error.message : 'it cannot be read';
    reader.report(path, { message: `this is no RE2 pattern: ${why}`, value: pattern });
  }
}

function checkOrigins(reader: DesignReader, origins: string[]): void {
  origins.forEach((origin, index) => {
    if (/^https?:/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin) return;
    const message = 'is no origin: a scheme and a host, without a path or a slash at its end';
    reader.report(['origins', index], { message, value: origin, allowed: [exampleOrigin] });
  });
}

/** `{{x}}` that is no field would stand there empty. */
function checkPlaces(reader: DesignReader, form: Form): void {
  const names = form.fields.map(({ name }) => name);
  const check = (path: DesignPath, text: string, allowed: string[]) => {
    const unknown = attributesIn(text).filter((name) => !allowed.includes(name));
    for (const bad of new Set([...unknown.map((name) => `{{${name}}}`), ...badPlacesIn(text)])) {
      const message = `“${bad.slice(0, 60)}” is no field`;
      reader.report(path, { message, value: bad, allowed: allowed.map((name) => `{{${name}}}`) });
    }
  };
  check(['subject'], form.subject, names);
  for (const [key, text] of textsOf(form.thanks)) {
    check(key ? ['thanks', key] : ['thanks'], text, [...names, 'number']);
  }
}

/** A text that one of the form's languages lacks is shown in another: worth a warning. */
function checkTexts(reader: DesignReader, form: Form): void {
  const check = (path: DesignPath, text: Text | null) => {
    if (text === null || typeof text === 'string') return;
    for (const language of form.languages.filter((one) => text[one] === undefined)) {
      reader.report(path, { message: `there is no text in ${language}`, isWarning: true });
    }
  };
  check(['intro'], form.intro);
  check(['thanks'], form.thanks);
  form.fields.forEach((field, index) => {
    check(['fields', index, 'label'], field.label);
    check(['fields', index, 'help'], field.help);
    check(['fields', index, 'patternMessage'], field.patternMessage);
    field.options.forEach(({ label }, place) => check(['fields', index, 'options', place, 'label'], label));
  });
}

function textsOf(text: Text): [string, string][] {
  return typeof text === 'string' ? [['', text]] : Object.entries(text);
}
