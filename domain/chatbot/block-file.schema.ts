import { z, type ZodType } from 'zod';
import { attributeName, count, duration, flowName, line, text } from './file-values.schema.ts';
import { askedKinds, filterTests, type Block, type BlockKind } from './flow.ts';

const MAX_OPTIONS = 10;
const MAX_CASES = 50;
const orNull = { text: text.nullable().default(null), line: line.nullable().default(null) };
const wordOrWords = z.union(
  [line.transform((word) => [word]), z.array(line).min(1).max(100)],
  'must be a word or a list of words',
);
const flowOrNull = flowName.nullable().default(null);
const attributeOrNull = attributeName.nullable().default(null);

/** What stands under the key of each block. */
export const blockSchemas = {
  say: text.transform((said) => ({ kind: 'say', text: said })),
  options: z
    .strictObject({
      text,
      into: attributeOrNull,
      choices: z
        .array(z.strictObject({ label: line, goto: flowName }))
        .min(1)
        .max(MAX_OPTIONS),
    })
    .transform(({ choices, ...block }) => ({ kind: 'options', ...block, options: choices })),
  ask: z
    .strictObject({
      what: z.enum(askedKinds),
      question: text,
      into: attributeName.optional(),
      retry: orNull.text,
      tries: count(1, 10).default(3),
    })
    .transform((block) => {
      return { kind: 'ask', ...block, into: block.into ?? (block.what === 'text' ? 'request' : block.what) };
    }),
  set: z
    .record(attributeName, z.string().max(4_000))
    .refine((values) => Object.keys(values).length === 1, 'sets one attribute: give each a block of its own')
    .transform((values) => {
      const [attribute = '', value = ''] = Object.entries(values)[0] ?? [];
      return { kind: 'set', attribute, value };
    }),
  filter: z
    .strictObject({ cases: z.array(filterCase()).min(1).max(MAX_CASES), otherwise: flowOrNull })
    .transform((block) => ({ kind: 'filter', ...block })),
  hours: z
    .strictObject({ calendar: line, inside: flowName, outside: flowName })
    .transform((block) => ({ kind: 'hours', ...block })),
  'create-ticket': z
    .strictObject({
      subject: line,
      email: line,
      phone: orNull.line,
      tag: orNull.line,
      request: orNull.text,
      whenDraft: orNull.text,
    })
    .transform((block) => ({ kind: 'create-ticket', ...block })),
  wait: duration(1).transform((seconds) => ({ kind: 'wait', seconds })),
  'wait-for-message': z
    .strictObject({
      timeout: duration(1),
      cases: z
        .array(z.strictObject({ words: wordOrWords, goto: flowName }))
        .max(MAX_CASES)
        .default([]),
      onTimeout: flowName,
      otherwise: flowOrNull,
      into: attributeOrNull,
    })
    .transform(({ timeout, ...block }) => ({ kind: 'wait-for-message', seconds: timeout, ...block })),
  goto: flowName.transform((flow) => ({ kind: 'goto', flow })),
  'hand-over': z
    .strictObject({
      subject: line.default(''),
      text: orNull.text,
      team: orNull.line,
      email: orNull.line,
      phone: orNull.line,
      tag: orNull.line,
    })
    .transform((block) => ({ kind: 'hand-over', ...block })),
  end: z.strictObject({}).transform(() => ({ kind: 'end' })),
} satisfies { [Kind in BlockKind]: ZodType<Extract<Block, { kind: Kind }>> };

/** One test of an attribute: `{attribute: email, is-empty: yes, goto: ask-email}`. */
function filterCase() {
  const tests = Object.fromEntries(filterTests.map((test) => [test, z.string().max(4_000).optional()]));
  return z
    .strictObject({ attribute: attributeName, goto: flowName, ...tests })
    .transform(({ attribute, goto, ...given }, context) => {
      const asked = filterTests.filter((test) => (given as Record<string, unknown>)[test] !== undefined);
      const [test] = asked;
      const value = test ? ((given as Record<string, string>)[test] ?? '') : '';
      if (test && asked.length === 1 && !isTurnedRound(test, value)) return { attribute, goto, test, value };
      const message = !test
        ? 'has no test'
        : asked.length > 1
          ? `has several tests: ${asked.join(', ')}`
          : `${test} takes no “${value.slice(0, 20)}”: ask the opposite instead`;
      context.addIssue({ code: 'custom', message, params: { allowed: filterTests } });
      return z.NEVER;
    });
}

/** `is-set: no` would mean the opposite of what it does. */
function isTurnedRound(test: string, value: string): boolean {
  return (test === 'is-set' || test === 'is-empty') && !/^(yes|true|evet|)$/i.test(value.trim());
}
