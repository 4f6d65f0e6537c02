import type { App } from '../app-context.ts';
import type { ContactDetail, ContactSave } from '../contact-views.ts';
import type { AttributeView } from '../design-views.ts';
import { contactName } from '../draw/contact-row.ts';
import { textField, type FormField, type FormValues } from '../layers/form.ts';
import { withContact } from './contact-acts.ts';
import { openForm } from './layers.ts';

const basics = ['name', 'email', 'phone'] as const;

/** Name, e-mail, phone and the attributes that the desk keeps. */
export function editContact(app: App): void {
  withContact(app, async (contact) => {
    const { attributes } = await app.data.readSettings();
    openForm(app, {
      id: app.data.newId(),
      title: `Edit ${contactName(contact)}`,
      fields: [
        textField('name', 'Name', { text: contact.name }),
        textField('email', 'E-mail', { text: contact.email, hint: 'Replies go there.' }),
        textField('phone', 'Phone', { text: contact.phone }),
        ...attributes.map((attribute) => attributeField(attribute, contact)),
      ],
      save: async (values) => {
        const save = changesOf(contact, attributes, values);
        if (!save) return 'Nothing was changed';
        await app.data.saveContact(save);
        return `${values.text('name') || contactName(contact)} saved`;
      },
    });
  });
}

function fieldId({ id }: AttributeView): string {
  return `attribute/${id}`;
}

function attributeField(attribute: AttributeView, contact: ContactDetail): FormField {
  const value = contact.attributes[attribute.name] ?? '';
  const choices = attribute.type === 'yes-no' ? ['yes', 'no'] : attribute.choices;
  if (attribute.type === 'yes-no' || attribute.type === 'choice') {
    const options = [
      { id: '', label: '-' },
      ...[...new Set([...choices, value])].filter(Boolean).map((id) => ({ id, label: id })),
    ];
    return { id: fieldId(attribute), label: attribute.name, hint: '', kind: 'choice', options, value };
  }
  const hint = { text: '', number: 'A number.', date: 'A day, such as 2026-11-23.' }[attribute.type];
  return textField(fieldId(attribute), attribute.name, { text: value, hint });
}

/** Only what differs: nobody else's change is written over. */
function changesOf(contact: ContactDetail, attributes: AttributeView[], values: FormValues): ContactSave | null {
  const change = Object.fromEntries(
    basics.map((name) => [name, values.text(name)]).filter(([name, text]) => text !== (contact[name as 'name'] ?? '')),
  ) as ContactSave['change'];
  const changed = Object.fromEntries(
    attributes
      .map((attribute) => [attribute.name, values.text(fieldId(attribute))] as const)
      .filter(([name, text]) => text !== (contact.attributes[name] ?? '')),
  );
  const isSame = Object.keys(change).length === 0 && Object.keys(changed).length === 0;
  return isSame ? null : { id: contact.id, change, attributes: changed };
}
