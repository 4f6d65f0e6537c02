import { DeskError } from '../../domain/errors.ts';
import type { App } from '../app-context.ts';
import type { Command } from '../../domain/command.ts';
import type { TicketRow } from '../../domain/views.ts';
import { textField, type FormValues } from '../layers/form.ts';
import { currentTicket } from '../state.ts';
import { refusalText } from './command-tickets.ts';
import { openForm } from './layers.ts';

/** Subject and contact of the current ticket. */
export function editTicket(app: App): void {
  const ticket = currentTicket(app.store.get());
  if (!ticket) return;
  // A second press finds the first; what was refused and mended is another command.
  let commandId = app.data.newId();
  openForm(app, {
    id: commandId,
    title: `Edit #${ticket.number}`,
    fields: [
      textField('subject', 'Subject', { text: ticket.subject }),
      textField('name', 'Contact name', { text: ticket.contact?.name }),
      textField('email', 'Contact e-mail', { text: ticket.contact?.email, hint: 'Replies go there.' }),
      textField('phone', 'Contact phone', { text: ticket.contact?.phone }),
    ],
    save: async (values) => {
      const command = changesOf(ticket, values);
      if (!command) return 'Nothing was changed';
      const answer = await app.data.ask({ ticketId: ticket.id, command, commandId });
      if (answer.outcome === 'refused') {
        commandId = app.data.newId();
        throw new DeskError('REFUSED', refusalText(answer));
      }
      return answer.outcome === 'waiting'
        ? `#${ticket.number}: the change waits to be taken up`
        : `#${ticket.number} changed`;
    },
  });
}

/** Only what differs: nobody else's change is written over. */
function changesOf(ticket: TicketRow, values: FormValues): Command | null {
  const contact: { name?: string; email?: string; phone?: string } = {};
  for (const name of ['name', 'email', 'phone'] as const) {
    if (values.text(name) !== (ticket.contact?.[name] ?? '')) contact[name] = values.text(name);
  }
  const hasSubject = values.text('subject') !== (ticket.subject ?? '');
  const hasContact = Object.keys(contact).length > 0;
  if (!hasSubject && !hasContact) return null;
  return {
    name: 'edit',
    ...(hasSubject ? { subject: values.text('subject') } : {}),
    ...(hasContact ? { contact } : {}),
  };
}

/** A ticket typed in: a phone call, say. */
export function createTicket(app: App): void {
  const id = app.data.newId();
  openForm(app, {
    id,
    title: 'Create a ticket',
    saveLabel: 'Create',
    fields: [
      textField('subject', 'Subject'),
      textField('name', 'Contact name'),
      textField('email', 'Contact e-mail', { hint: 'Without an e-mail address or a phone number it becomes a draft.' }),
      textField('phone', 'Contact phone'),
      textField('tags', 'Tags', { hint: 'Parted by commas.' }),
      textField('text', 'What is asked', { isMultiline: true, hint: 'Enter begins a new line; Tab goes on.' }),
    ],
    save: async (values) => {
      const contact = { name: values.text('name'), email: values.text('email'), phone: values.text('phone') };
      const { number } = await app.data.createTicket({
        id,
        subject: values.text('subject'),
        text: values.text('text'),
        contact,
        tags: values.list('tags'),
      });
      return `Ticket #${number} created`;
    },
  });
}
