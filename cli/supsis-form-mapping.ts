import { DeskError } from '../domain/errors.ts';
import {
  mappedFields,
  type MappedResponse,
  type PushedFormView,
  type PushedMapping,
} from '../domain/platform/pushed-form.ts';
import { safeBlock } from '../domain/safe-text.ts';
import type { DeskContext } from './context.ts';
import { pageField } from './page-field.ts';
import { printJson } from './print.ts';
import { formNamed } from './supsis-form-named.ts';

interface MapFlags {
  subject?: string;
  name?: string;
  email?: string;
  phone?: string;
  tagFrom?: string[];
  tag?: string[];
  clear?: string[];
}

/** `deskhand supsis-form show`. */
export async function showForm(context: DeskContext, named: string): Promise<void> {
  await print(context, await formNamed(context, named));
}

/** `deskhand supsis-form map`: saves which answer is what, and shows what comes of it. */
export async function mapForm(context: DeskContext, named: string, flags: MapFlags): Promise<void> {
  const form = await formNamed(context, named);
  const changed = { ...form, mapping: mappingOf(form, flags), tags: tagsOf(form, flags) };
  const { savePushedForm } = await import('../database/pushed/save-pushed-form.ts');
  const { id, isRedirected, mapping, tags } = changed;
  const actor = await context.owner();
  await savePushedForm(context.database, { id, isRedirected, mapping, tags, actor, now: new Date().toISOString() });
  await print(context, changed);
}

const clearable: readonly string[] = [...mappedFields, 'tag-from', 'tag'];

function mappingOf(form: PushedFormView, flags: MapFlags): PushedMapping {
  const cleared = flags.clear ?? [];
  const unknown = cleared.find((what) => !clearable.includes(what));
  if (unknown !== undefined)
    throw new DeskError('USAGE', `${unknown} cannot be cleared; there are ${clearable.join(', ')}`);
  const mapping = { ...form.mapping };
  for (const field of mappedFields) {
    const key = flags[field];
    if (key !== undefined) mapping[field] = keyOf(form, key);
    else if (cleared.includes(field)) delete mapping[field];
  }
  if (flags.tagFrom) mapping.tags = flags.tagFrom.map((key) => keyOf(form, key));
  else if (cleared.includes('tag-from')) delete mapping.tags;
  return mapping;
}

function tagsOf(form: PushedFormView, { tag, clear }: MapFlags): string[] {
  return tag ?? (clear?.includes('tag') ? [] : form.tags);
}

/** Of what the newest response has: a key that nobody ever answers would silently give nothing. */
function keyOf({ name, fields }: PushedFormView, given: string): string {
  const found = fields.find(({ key }) => key === given);
  if (found) return found.key;
  const known = fields.map(({ key, label }) => (label === key ? key : `${key} (${label})`)).join(', ');
  throw new DeskError('NOT_FOUND', `the newest response of ${name} has no answer ${given}; it has ${known}`);
}

async function print(context: DeskContext, form: PushedFormView): Promise<void> {
  const { previewMapping } = await import('../database/pushed/preview-mapping.ts');
  const preview = await previewMapping(context.database, { formId: form.id });
  if (context.isJson) return printJson({ ...form, preview });
  const lines = [...formLines(form), '', ...(preview ? previewLines(preview) : ['No response yet.'])];
  process.stdout.write(`${lines.filter((line) => line !== null).join('\n')}\n`);
}

function formLines(form: PushedFormView): (string | null)[] {
  const { mapping } = form;
  return [
    pageField('Form', `${form.name} (${form.formId}), of ${form.source}`),
    pageField('Responses', `${form.responseCount}, ${form.unticketedCount} without ticket`),
    pageField('To tickets', form.isRedirected ? 'yes' : 'kept only'),
    ...mappedFields.map((field) => pageField(titles[field], mapping[field] ?? 'as the sender says')),
    pageField('Tags from', mapping.tags?.join(', ')),
    pageField('Tags', form.tags.join(', ')),
    pageField('Answers', form.fields.map(({ key, label }) => (label === key ? key : `${key} (${label})`)).join(', ')),
  ];
}

const titles = { subject: 'Subject', name: 'Name', email: 'E-mail', phone: 'Phone' };

function previewLines(preview: MappedResponse): (string | null)[] {
  return [
    'The newest response as a ticket',
    ...mappedFields.map((field) => pageField(`  ${titles[field]}`, preview[field] ?? '(none)')),
    pageField('  Tags', preview.tags.join(', ')),
    pageField('  Draft', preview.draftReason),
    ...safeBlock(preview.text)
      .split('\n')
      .map((line) => `  ${line}`),
  ];
}
