import type { App } from '../app-context.ts';
import { attributeTypes, type AttributeType, type AttributeView } from '../design-views.ts';
import { textField } from '../layers/form.ts';
import { openForm } from './layers.ts';

/** What the desk keeps of contacts: its name, type and choices. */
export function attributeForm(app: App, attribute: AttributeView | null): void {
  openForm(app, {
    id: app.data.newId(),
    title: attribute ? `Edit attribute ${attribute.name}` : 'New attribute',
    fields: [
      textField('name', 'Name', { text: attribute?.name, hint: 'As chatbots and signed visitor data name it.' }),
      {
        id: 'type',
        label: 'Type',
        hint: '',
        kind: 'choice',
        options: attributeTypes.map((id) => ({ id, label: id })),
        value: attribute?.type ?? 'text',
      },
      textField('choices', 'Choices', {
        text: attribute?.choices.join(', '),
        hint: 'Of the type choice: its values, parted by commas.',
      }),
    ],
    save: async (values) => {
      const name = values.text('name');
      const type = values.text('type') as AttributeType;
      await app.data.saveAttribute({ id: attribute?.id ?? null, name, type, choices: values.list('choices') });
      return `Attribute ${name} saved`;
    },
  });
}
