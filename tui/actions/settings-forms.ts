import { describeTagOrigin, typedTagWarning } from '../../domain/tag-catalogue.ts';
import { categories, type Category } from '../../domain/ticket.ts';
import { colors } from '../../domain/colors.ts';
import type { RedirectionRecipient } from '../../domain/redirection.ts';
import type { App } from '../app-context.ts';
import type { Directory, RequestSettings, SettingsRowId } from '../data.ts';
import type { SettingsFile } from '../design-views.ts';
import { recipientName } from '../draw/settings-rows.ts';
import { textField, type FormField } from '../layers/form.ts';
import { picker, type PickerItem } from '../layers/picker.ts';
import type { SettingsSection } from '../state.ts';
import { attributeForm } from './attribute-form.ts';
import { openForm, openLayer, putPicked } from './layers.ts';
import { senderForm } from './mail-forms.ts';
import { editPushedForm } from './pushed-form-acts.ts';
import { addSource, editSource } from './source-acts.ts';
import { editSettingsFile } from './settings-files.ts';
import { tell } from './tell.ts';

interface Setting {
  data: RequestSettings;
  directory: Directory;
}

/** Opens the form of a section: for a row, or for a new one (null). */
export function openSettingsForm(app: App, section: SettingsSection, rowId: SettingsRowId): void {
  const { settings, directory } = app.store.get();
  if (!settings.data || !directory) return;
  forms[section](app, rowId, { data: settings.data, directory });
}

const forms: Record<SettingsSection, (app: App, rowId: SettingsRowId, setting: Setting) => void> = {
  redirection: ruleForm,
  statuses: statusForm,
  representatives: representativeForm,
  teams: teamForm,
  sources(app, rowId, { data }) {
    const source = data.sources.find(({ id }) => id === rowId);
    if (source) editSource(app, source);
    else addSource(app);
  },
  'pushed-forms'(app, rowId, { data }) {
    const form = data.platforms.pushedForms.find(({ id }) => id === rowId);
    if (form) editPushedForm(app, form);
    else
      tell(app, 'A form stands here from its first response on; its source is added under Channels', {
        kind: 'warning',
      });
  },
  chatbots: (app, rowId, { data }) => fileOf(app, 'chatbot', nameOf(rowId, data.chatbots)),
  forms: (app, rowId, { data }) => fileOf(app, 'form', nameOf(rowId, data.forms)),
  calendars: (app, rowId, { data }) => fileOf(app, 'calendar', nameOf(rowId, data.calendars)),
  attributes: (app, rowId, { data }) => attributeForm(app, data.attributes.find(({ id }) => id === rowId) ?? null),
  parked: (app) => tell(app, 'What is parked has no form: x takes it in again', { kind: 'warning' }),
  senders: (app, rowId, { data }) => senderForm(app, data.senders.find(({ id }) => id === rowId) ?? null),
};

function nameOf(rowId: SettingsRowId, rows: readonly { id: string; name: string }[]): string | null {
  return rows.find(({ id }) => id === rowId)?.name ?? null;
}

function fileOf(app: App, kind: SettingsFile['kind'], name: string | null): void {
  editSettingsFile(app, { kind, name });
}

/** Tags, recipients, Save. */
function ruleForm(app: App, rowId: SettingsRowId, { data, directory }: Setting): void {
  const rule = data.rules.find(({ id }) => id === rowId) ?? null;
  const formId = app.data.newId();
  openForm(app, {
    id: formId,
    title: rule ? `Edit redirection rule ${rule.number}` : 'New redirection rule',
    fields: [
      {
        id: 'tags',
        label: 'Ticket subject filter tag',
        hint: 'Any of these. * stands for every newly opened ticket. Type one that is not in the list, and the rule acts only when a ticket comes with it.',
        kind: 'pick',
        chosen: (rule?.tags ?? []).map((tag) => tagItem(tag, data)),
        open: (chosen) =>
          openLayer(
            app,
            tagPicker(chosen, data, (done) => putPicked(app, formId, { fieldId: 'tags', chosen: done })),
          ),
      },
      {
        id: 'recipients',
        label: 'Email list',
        hint: 'Representatives, teams, and typed addresses that are not in the system.',
        kind: 'pick',
        chosen: (rule?.recipients ?? []).map((recipient) => recipientItem(recipient, directory)),
        open: (chosen) =>
          openLayer(
            app,
            recipientPicker(chosen, directory, (done) =>
              putPicked(app, formId, { fieldId: 'recipients', chosen: done }),
            ),
          ),
      },
    ],
    save: async (values) => {
      await app.data.saveRule({
        id: rule?.id ?? null,
        tags: values.chosen('tags'),
        recipients: values.chosen('recipients').map(recipientOf),
      });
      return rule ? `Redirection rule ${rule.number} saved` : 'Redirection rule saved; it stands in the list';
    },
  });
}

function tagItem(tag: string, data: RequestSettings): PickerItem {
  return { id: tag, label: tag, hint: typedTagWarning(tag, data.tags) ?? describeTagOrigin(tag, data.tags) };
}

function tagPicker(chosen: readonly PickerItem[], data: RequestSettings, onDone: (chosen: PickerItem[]) => void) {
  return picker({
    title: 'Tags: Space chooses, Enter takes them',
    items: [tagItem('*', data), ...data.tags.map(({ tag }) => tagItem(tag, data))],
    chosen,
    fromText: (text) => tagItem(text, data),
    onDone,
  });
}

function recipientItem(recipient: RedirectionRecipient, directory: Directory): PickerItem {
  const id = recipient.kind === 'address' ? recipient.address : recipient.id;
  const hint =
    recipient.kind === 'representative'
      ? (directory.representatives.find((person) => person.id === id)?.email ?? '')
      : recipient.kind;
  return { id: `${recipient.kind}/${id}`, label: recipientName(recipient, directory), hint };
}

function recipientOf(itemId: string): RedirectionRecipient {
  const [kind = '', ...rest] = itemId.split('/');
  const id = rest.join('/');
  if (kind === 'address') return { kind, address: id };
  return kind === 'team' ? { kind, id } : { kind: 'representative', id };
}

function recipientPicker(chosen: readonly PickerItem[], directory: Directory, onDone: (chosen: PickerItem[]) => void) {
  const people = directory.representatives
    .filter(({ isActive }) => isActive)
    .map(({ id }) => recipientItem({ kind: 'representative', id }, directory));
  const teams = directory.teams.map(({ id }) => recipientItem({ kind: 'team', id }, directory));
  return picker({
    title: 'Recipients: Space chooses, Enter takes them',
    items: [...people, ...teams],
    chosen,
    fromText: (text) => (text.includes('@') ? recipientItem({ kind: 'address', address: text }, directory) : null),
    onDone,
  });
}

function choices(ids: readonly string[]): { id: string; label: string }[] {
  return ids.map((id) => ({ id, label: id }));
}

function statusForm(app: App, rowId: SettingsRowId, { directory }: Setting): void {
  const status = directory.statuses.find(({ id }) => id === rowId) ?? null;
  const fields: FormField[] = [
    textField('name', 'Name', { text: status?.name, hint: 'Your own word: Pending, Waiting for cargo, Spam.' }),
    {
      id: 'category',
      label: 'Category',
      hint: 'What it means: new, open, waiting (for somebody else), solved, spam.',
      kind: 'choice',
      options: choices(categories),
      value: status?.category ?? 'open',
    },
    {
      id: 'color',
      label: 'Colour',
      hint: '',
      kind: 'choice',
      options: choices(colors),
      value: status?.color ?? 'blue',
    },
    {
      id: 'isDefault',
      label: 'Default of its category',
      hint: 'Given when only the category is known.',
      kind: 'switch',
      value: status?.isDefault ?? false,
    },
  ];
  openForm(app, {
    id: app.data.newId(),
    title: status ? `Edit status ${status.name}` : 'New status',
    fields,
    save: async (values) => {
      const { name, category, color } = {
        name: values.text('name'),
        category: values.text('category') as Category,
        color: values.text('color'),
      };
      await app.data.saveStatus({ id: status?.id ?? null, name, category, color, isDefault: values.isOn('isDefault') });
      return `Status ${name} saved`;
    },
  });
}

function representativeForm(app: App, rowId: SettingsRowId, { directory }: Setting): void {
  const person = directory.representatives.find(({ id }) => id === rowId) ?? null;
  openForm(app, {
    id: app.data.newId(),
    title: person ? `Edit ${person.name}` : 'New representative',
    fields: [
      textField('name', 'Name', { text: person?.name }),
      textField('email', 'E-mail', { text: person?.email }),
      textField('osUser', 'Login on this machine', {
        text: person?.osUser,
        hint: 'Who has this login is this person to the desk. May be empty.',
      }),
      {
        id: 'isActive',
        label: 'Active',
        hint: 'Who is not active gets neither tickets nor mail.',
        kind: 'switch',
        value: person?.isActive ?? true,
      },
    ],
    save: async (values) => {
      const name = values.text('name');
      await app.data.saveRepresentative({
        id: person?.id ?? null,
        name,
        email: values.text('email'),
        osUser: values.text('osUser'),
        isActive: values.isOn('isActive'),
      });
      return `${name} saved`;
    },
  });
}

function teamForm(app: App, rowId: SettingsRowId, { directory }: Setting): void {
  const team = directory.teams.find(({ id }) => id === rowId) ?? null;
  const formId = app.data.newId();
  const items = directory.representatives.map(({ id, name, email }) => ({ id, label: name, hint: email }));
  openForm(app, {
    id: formId,
    title: team ? `Edit team ${team.name}` : 'New team',
    fields: [
      textField('name', 'Name', { text: team?.name }),
      {
        id: 'members',
        label: 'Members',
        hint: '',
        kind: 'pick',
        chosen: items.filter(({ id }) => team?.memberIds.includes(id)),
        open: (chosen) =>
          openLayer(
            app,
            picker({
              title: 'Members: Space chooses, Enter takes them',
              items,
              chosen,
              onDone: (done) => putPicked(app, formId, { fieldId: 'members', chosen: done }),
            }),
          ),
      },
    ],
    save: async (values) => {
      const name = values.text('name');
      await app.data.saveTeam({ id: team?.id ?? null, name, memberIds: values.chosen('members') });
      return `Team ${name} saved`;
    },
  });
}
