import { ACKNOWLEDGEMENT_TEMPLATES, ACKNOWLEDGEMENT_VARIABLES } from '../../domain/mail/acknowledgement.ts';
import type { App } from '../app-context.ts';
import type { RequestSettings, SenderView, SourceView } from '../data.ts';
import { textField, type FormField, type FormValues } from '../layers/form.ts';
import { openForm } from './layers.ts';
import { tell } from './tell.ts';

const securities = [
  { id: 'tls', label: 'tls (from the first byte)' },
  { id: 'starttls', label: 'starttls (required)' },
  { id: 'none', label: 'none (this machine only)' },
];

const variables = `Variables: ${ACKNOWLEDGEMENT_VARIABLES.map((name) => `{{${name}}}`).join(' ')}`;
const secretHint = 'Sealed when saved. Or env:NAME for a variable of the environment. Empty keeps what is saved.';

/** What of an account's settings a form shows. */
function shown(settings: Record<string, unknown> | undefined, name: string): string {
  const value = settings?.[name];
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function serverFields(settings: Record<string, unknown> | undefined, example: string): FormField[] {
  return [
    textField('host', 'Server', { text: shown(settings, 'host'), hint: `Such as ${example}.` }),
    textField('port', 'Port', { text: shown(settings, 'port'), hint: 'Empty: the usual one.' }),
    {
      id: 'security',
      label: 'Security',
      hint: '',
      kind: 'choice',
      options: securities,
      value: shown(settings, 'security') || 'tls',
    },
    textField('user', 'User', { text: shown(settings, 'user') }),
    textField('secret', 'Password', { isSecret: true, hint: secretHint }),
  ];
}

/** A mailbox that tickets come from. */
export function sourceForm(app: App, source: SourceView | null, data: RequestSettings): void {
  if (source && source.channel !== 'email') {
    tell(app, `${source.name} has nothing to edit here: only e-mail sources have a form`, { kind: 'warning' });
    return;
  }
  const senders = [
    { id: '', label: 'the default sender' },
    ...data.senders.map(({ id, name }) => ({ id, label: name })),
  ];
  openForm(app, {
    id: app.data.newId(),
    title: source ? `Edit source ${source.name}` : 'New e-mail source',
    fields: [
      textField('name', 'Name', { text: source?.name, hint: 'What the list shows under Channel.' }),
      ...serverFields(source?.settings, 'imap.example.com'),
      textField('mailboxes', 'Mailboxes', {
        text: shown(source?.settings, 'mailboxes') || 'INBOX',
        hint: 'Parted by commas.',
      }),
      textField('addresses', 'Our addresses', {
        text: shown(source?.settings, 'addresses'),
        hint: 'That reach these mailboxes, parted by commas.',
      }),
      {
        id: 'senderId',
        label: 'Answers go out by',
        hint: '',
        kind: 'choice',
        options: senders,
        value: source?.senderId ?? '',
      },
      textField('tags', 'Tags', {
        text: source?.tags.join(', '),
        hint: 'Every ticket of this source gets them. Parted by commas.',
      }),
      textField('interval', 'Poll every (seconds)', { text: String(source?.pollIntervalSeconds ?? 20) }),
      {
        id: 'acknowledges',
        label: 'Acknowledge',
        hint: 'A mail to the customer when a ticket opens; at most once a day, never to automatic mail.',
        kind: 'switch',
        value: source?.acknowledgement?.isOn ?? false,
      },
      textField('acknowledgementSubject', 'Its subject', {
        text: source?.acknowledgement?.subject ?? ACKNOWLEDGEMENT_TEMPLATES.en.subject,
      }),
      textField('acknowledgementBody', 'Its text', {
        text: source?.acknowledgement?.body ?? ACKNOWLEDGEMENT_TEMPLATES.en.body,
        isMultiline: true,
        hint: variables,
      }),
    ],
    save: async (values) => {
      await app.data.saveEmailSource({ id: source?.id ?? null, ...server(values), ...sourceRest(values) });
      return `Source ${values.text('name')} saved`;
    },
  });
}

function server(values: FormValues) {
  return {
    name: values.text('name'),
    host: values.text('host'),
    port: values.text('port'),
    security: values.text('security'),
    user: values.text('user'),
    secret: values.text('secret'),
  };
}

function sourceRest(values: FormValues) {
  return {
    mailboxes: values.list('mailboxes'),
    addresses: values.list('addresses'),
    senderId: values.text('senderId') || null,
    tags: values.list('tags'),
    pollIntervalSeconds: Number(values.text('interval')),
    acknowledgement: {
      isOn: values.isOn('acknowledges'),
      subject: values.text('acknowledgementSubject'),
      body: values.text('acknowledgementBody'),
    },
  };
}

/** A way out for mail. */
export function senderForm(app: App, sender: SenderView | null): void {
  openForm(app, {
    id: app.data.newId(),
    title: sender ? `Edit sender ${sender.name}` : 'New sender',
    fields: [
      textField('name', 'Name', { text: sender?.name }),
      textField('fromAddress', 'From address', { text: shown(sender?.settings, 'fromAddress') }),
      textField('fromName', 'From name', { text: shown(sender?.settings, 'fromName') }),
      ...serverFields(sender?.settings, 'smtp.example.com'),
      textField('signature', 'Signature', { text: shown(sender?.settings, 'signature'), isMultiline: true }),
      {
        id: 'isDefault',
        label: 'Default',
        hint: 'For sources that name no sender.',
        kind: 'switch',
        value: sender?.isDefault ?? false,
      },
    ],
    save: async (values) => {
      const more = {
        fromAddress: values.text('fromAddress'),
        fromName: values.text('fromName'),
        signature: values.text('signature'),
        isDefault: values.isOn('isDefault'),
      };
      await app.data.saveSender({ id: sender?.id ?? null, ...server(values), ...more });
      return `Sender ${values.text('name')} saved`;
    },
  });
}
