import { mappedFields, type PushedFormView, type PushedMapping } from '../../domain/platform/pushed-form.ts';
import { safeBlock, safeLine } from '../../domain/safe-text.ts';
import type { App } from '../app-context.ts';
import { line, type Line } from '../draw/line.ts';
import { textField, type FormField, type FormValues } from '../layers/form.ts';
import { info } from '../layers/info.ts';
import { picker, type PickerItem } from '../layers/picker.ts';
import { openForm, openLayer, putPicked } from './layers.ts';
import { start, startOpening, tell } from './tell.ts';

const labels = { subject: 'Subject', name: 'Name', email: 'E-mail', phone: 'Phone' };

/** What the newest response becomes, or would become. */
export function previewPushedForm(app: App, form: PushedFormView): void {
  startOpening(app, async () => {
    const preview = await app.data.previewPushedForm(form.id, form.mapping);
    const lines: Line[] = preview
      ? [
          line(`Subject  ${safeLine(preview.subject) || '(none)'}`),
          line(`Name     ${safeLine(preview.name) || '(none)'}`),
          line(`E-mail   ${safeLine(preview.email) || '(none)'}`),
          line(`Phone    ${safeLine(preview.phone) || '(none)'}`),
          line(`Tags     ${safeLine(preview.tags.join(', ')) || '(none)'}`),
          ...(preview.draftReason ? [line(`! DRAFT: ${safeLine(preview.draftReason)}`, 'warning')] : []),
          line(''),
          ...safeBlock(preview.text)
            .split('\n')
            .map((text) => line(text)),
        ]
      : [line('No response yet.', 'quiet')];
    openLayer(app, info(`The newest response of ${form.name}, as a ticket`, lines));
  });
}

/** Whether responses become tickets, which answer is what, tags. */
export function editPushedForm(app: App, form: PushedFormView): void {
  const formId = app.data.newId();
  const options = [
    { id: '', label: 'as the sender says' },
    ...form.fields.map(({ key, label }) => ({ id: key, label: safeLine(label) || key })),
  ];
  const items = form.fields.map(({ key, label }) => ({ id: key, label: safeLine(label) || key, hint: key }));
  const fields: FormField[] = [
    {
      id: 'isRedirected',
      label: 'Redirect responses to tickets',
      hint: 'New responses become tickets. Old ones: i, for a period.',
      kind: 'switch',
      value: form.isRedirected,
    },
    ...mappedFields.map((field): FormField => ({
      id: field,
      label: labels[field],
      hint: 'Which answer it is.',
      kind: 'choice',
      options,
      value: form.mapping[field] ?? '',
    })),
    {
      id: 'tagKeys',
      label: 'Answers that are tags',
      hint: 'What was chosen there becomes a tag.',
      kind: 'pick',
      chosen: items.filter(({ id }) => form.mapping.tags?.includes(id)),
      open: (chosen) => openLayer(app, tagPicker(app, formId, { items, chosen })),
    },
    textField('tags', 'Tags', { text: form.tags.join(', '), hint: 'Every ticket of this form gets them.' }),
  ];
  openForm(app, {
    id: formId,
    title: `Form ${form.name}`,
    fields,
    save: async (values) => {
      const isRedirected = values.isOn('isRedirected');
      await app.data.savePushedForm({
        id: form.id,
        isRedirected,
        mapping: mappingOf(values),
        tags: values.list('tags'),
      });
      return `Form ${form.name} saved: new responses ${isRedirected ? 'become tickets' : 'are only kept'}`;
    },
  });
}

function tagPicker(
  app: App,
  formId: string,
  { items, chosen }: { items: readonly PickerItem[]; chosen: readonly PickerItem[] },
) {
  return picker({
    title: 'Answers that are tags: Space chooses, Enter takes them',
    items,
    chosen,
    onDone: (done) => putPicked(app, formId, { fieldId: 'tagKeys', chosen: done }),
  });
}

function mappingOf(values: FormValues): PushedMapping {
  const chosen = mappedFields.map((field) => [field, values.text(field)] as const).filter(([, key]) => key !== '');
  return { ...Object.fromEntries(chosen), tags: values.chosen('tagKeys') };
}

/** Turns "redirect responses to tickets" on or off. */
export function switchPushedForm(app: App, form: PushedFormView): void {
  const { id, mapping, tags, isRedirected } = form;
  start(app, async () => {
    await app.data.savePushedForm({ id, mapping, tags, isRedirected: !isRedirected });
    tell(app, `${form.name}: new responses ${isRedirected ? 'are only kept' : 'become tickets'}`);
    app.readNow();
  });
}

/** Asks for the period of which old responses become tickets too. */
export function askOldResponses(app: App, form: PushedFormView): void {
  const today = new Date(app.store.get().now).toISOString().slice(0, 10);
  openForm(app, {
    id: app.data.newId(),
    title: `Old responses of ${form.name}`,
    fields: [
      textField('from', 'From', { text: form.lastAt?.slice(0, 10) ?? today, hint: 'A day such as 2026-11-01.' }),
      textField('to', 'To', { text: today, hint: 'With that day.' }),
    ],
    save: async (values) => {
      const count = await app.data.redirectResponses(form.id, { from: values.text('from'), to: values.text('to') });
      return count === 0 ? 'No response of that time is without a ticket' : `${count} responses became tickets`;
    },
  });
}
