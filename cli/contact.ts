import { Command } from 'commander';
import { safeLine } from '../domain/safe-text.ts';
import type { ContactView } from '../database/list-contacts.ts';
import type { DeskContext } from './context.ts';
import { printJson, printList, sayAge } from './print.ts';
import { ticketJson } from './ticket-json.ts';
import { toCount, verb, withDesk } from './verb.ts';

/** `deskhand contact …`: the people who ask. */
export function contactCommand(): Command {
  const contact = new Command('contact').description('the people who ask');
  verb(contact, 'list', 'the newest first')
    .option('--search <text>', 'the beginning of an address, a phone number or words of the name')
    .option('--limit <count>', 'how many at most', toCount, 40)
    .option('--after <contact>', 'only what stands below this one')
    .action(withDesk(list));
  verb(contact, 'show <contact>', 'one, by e-mail address, phone number or id, with its tickets').action(
    withDesk(show),
  );
  return contact;
}

async function list(context: DeskContext, flags: { search?: string; limit: number; after?: string }): Promise<void> {
  const { listContacts, showContact } = await import('../database/list-contacts.ts');
  const after = flags.after ? await showContact(context.database, flags.after) : undefined;
  printList(context, await listContacts(context.database, { search: flags.search, limit: flags.limit, after }), {
    json: (contact: ContactView) => contact,
    columns: [
      { title: 'Contact', of: ({ id }) => id },
      { title: 'Name', of: ({ name }) => name },
      { title: 'E-mail', of: ({ email }) => email },
      { title: 'Phone', of: ({ phone }) => phone },
      { title: 'Handle', of: ({ handle }) => handle },
      { title: 'Known', of: ({ createdAt }) => sayAge(createdAt) },
    ],
    whenEmpty: 'Nobody.',
  });
}

async function show(context: DeskContext, named: string): Promise<void> {
  const { showContact } = await import('../database/list-contacts.ts');
  const { tickets, identities, ...contact } = await showContact(context.database, named);
  if (context.isJson) return printJson({ ...contact, identities, tickets: tickets.map(ticketJson) });
  const lines = [
    ...Object.entries(contact).map(([key, value]) => `${`${key}:`.padEnd(12)}${safeLine(String(value ?? ''))}`),
    ...identities.map(({ kind, value }) => `${`${kind}:`.padEnd(12)}${safeLine(value)}`),
    '',
    ...tickets.map(
      ({ number, status, subject }) => `#${number}  ${safeLine(status.name)}  ${safeLine(subject ?? '(no subject)')}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
