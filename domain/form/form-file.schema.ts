import { z } from 'zod';
import { languages, type Language } from '../chatbot/flow.ts';
import { fieldTypes, type Form, type Text } from './form.ts';

const LONGEST_TEXT = 4000;
const LONGEST_LINE = 300;
const MOST_FIELDS = 60;
const MOST_OPTIONS = 200;
const CONTROLS = /[^\P{Cc}\n\t]/u;
const UNITS: Record<string, number> = { '': 1, B: 1, KB: 1024, MB: 1024 ** 2 };

/** A scalar as a file may write it: `5` and `yes` are texts too. */
const scalar = z
  .union([z.string(), z.number(), z.boolean()], {
    error: ({ input }) => (input === undefined ? 'is missing' : 'must be a text'),
  })
  .transform(String)
  .refine((value) => !CONTROLS.test(value), 'has control characters');

const text = scalar
  .transform((value) => value.trim())
  .refine((value) => value !== '', 'is empty')
  .refine((value) => value.length <= LONGEST_TEXT, `is longer than ${LONGEST_TEXT} characters`);
const line = text
  .refine((value) => value.length <= LONGEST_LINE, `is longer than ${LONGEST_LINE} characters`)
  .refine((value) => !value.includes('\n'), 'must be one line');

const name = line.refine(
  (value) => /^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$/i.test(value),
  'is no name: letters, digits and dashes, at most 60',
);
const fieldName = line.refine(
  (value) => /^[a-z][a-z0-9_-]{0,59}$/i.test(value),
  'is no field name: a letter, then letters, digits, dashes and underscores',
);
/** One text for all languages, or one for each. */
const words = z
  .union([z.strictObject(Object.fromEntries(languages.map((language) => [language, text.optional()]))), text], {
    error: `must be a text, or one for each language: {${languages.map((language) => `${language}: ...`).join(', ')}}`,
  })
  .refine((given) => typeof given === 'string' || Object.keys(given).length > 0, 'has no text')
  .transform((given) => given as Text);

const yesOrNo = scalar.transform((value, context) => {
  if (/^(?:true|yes|on|evet)$/i.test(value)) return true;
  if (/^(?:false|no|off|hayır)$/i.test(value)) return false;
  context.addIssue({ code: 'custom', message: 'must be yes or no' });
  return z.NEVER;
});

const number = scalar.transform((value, context) => {
  const read = Number(value);
  if (value.trim() !== '' && Number.isFinite(read)) return read;
  context.addIssue({ code: 'custom', message: 'must be a number' });
  return z.NEVER;
});

function count(min: number, max: number) {
  return number.refine(
    (value) => Number.isInteger(value) && value >= min && value <= max,
    `must be a whole number from ${min} to ${max}`,
  );
}

const fileSize = scalar.transform((value, context) => {
  const [, digits, unit = ''] = /^(\d{1,12})\s*(B|KB|MB)?$/i.exec(value.trim()) ?? [];
  const bytes = digits === undefined ? Number.NaN : Number(digits) * (UNITS[unit.toUpperCase()] ?? 1);
  if (bytes >= 1 && bytes <= 50 * 1024 ** 2) return bytes;
  context.addIssue({ code: 'custom', message: 'must be a size up to 50 MB, such as 10 MB' });
  return z.NEVER;
});

const option = z.union(
  [
    line.transform((value) => ({ value, label: value as Text })),
    z
      .strictObject({ value: line, label: words.optional() })
      .transform(({ value, label }) => ({ value, label: label ?? value })),
  ],
  { error: 'must be a text, or {value, label}' },
);

/** One field of a form. */
export const fieldSchema = z
  .strictObject({
    name: fieldName,
    type: z.enum(fieldTypes, {
      error: ({ input }) => (input === undefined ? 'is missing' : `unknown type “${String(input).slice(0, 40)}”`),
    }),
    label: words.optional(),
    help: words.nullish(),
    required: yesOrNo.default(false),
    min: number.nullish(),
    max: number.nullish(),
    pattern: line.nullish(),
    patternMessage: words.nullish(),
    options: z.array(option).max(MOST_OPTIONS, `more than ${MOST_OPTIONS} options`).default([]),
  })
  .transform(({ required, ...given }) => ({
    name: given.name,
    type: given.type,
    label: given.label ?? given.name,
    help: given.help ?? null,
    isRequired: required,
    min: given.min ?? null,
    max: given.max ?? null,
    pattern: given.pattern ?? null,
    patternMessage: given.patternMessage ?? null,
    options: given.options,
  }));

const language = z.enum(languages, 'unknown language');

export const formSchema = z
  .strictObject({
    name,
    title: line,
    heading: words.nullish(),
    language: language.optional(),
    languages: z.array(language).min(1, 'is empty').optional(),
    intro: words.nullish(),
    fields: z
      .array(fieldSchema, { error: ({ input }) => (input === undefined ? 'is missing' : 'must be a list of fields') })
      .min(1, 'has no field')
      .max(MOST_FIELDS, `has more than ${MOST_FIELDS} fields`),
    subject: line.optional(),
    tag: line.nullish(),
    tags: z.array(line).max(20, 'has more than 20 tags').default([]),
    redirectionTag: line.nullish(),
    thanks: words.optional(),
    origins: z.array(scalar).max(50, 'has more than 50 origins').default([]),
    limits: z
      .strictObject({
        postsPerHour: count(1, 100_000).default(20),
        postsPerDay: count(1, 1_000_000).default(240),
        files: count(0, 20).default(5),
        fileSize: fileSize.default(10 * 1024 ** 2),
      })
      .prefault({}),
  })
  .transform(({ language: one, languages: several, tag, limits, ...given }): Form => {
    const { postsPerHour, postsPerDay, files, fileSize: fileBytes } = limits;
    return {
      name: given.name,
      title: given.title,
      heading: given.heading ?? null,
      languages: [...new Set<Language>(several ?? [one ?? 'en'])],
      intro: given.intro ?? null,
      fields: given.fields,
      subject: given.subject ?? (given.fields.some((asked) => asked.name === 'subject') ? '{{subject}}' : given.title),
      tags: [...new Set([...(tag ? [tag] : []), ...given.tags])],
      redirectionTag: given.redirectionTag ?? null,
      thanks: given.thanks ?? standardThanks,
      origins: given.origins,
      limits: { postsPerHour, postsPerDay, files, fileBytes },
    };
  });

const standardThanks: Text = {
  en: 'Thank you. We received your request; its number is #{{number}}.',
  tr: 'Teşekkürler. Talebinizi aldık; numarası #{{number}}.',
};
