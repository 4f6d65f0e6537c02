import { Command } from 'commander';
import { safeLine } from '../domain/safe-text.ts';
import type { ContactDetail, ContactView } from '../database/list-contacts.ts';
import { edit, erase, merge, split } from './contact-write.ts';
import type { DeskContext } from './context.ts';
import { printJson, printList, sayAge } from './print.ts';
import { ticketJson } from './ticket-json.ts';
import { collectWhole, toCount, verb, withDesk } from './verb.ts';

/** `deskhand contact …`: the people who ask. A contact is named by e-mail address, phone number, handle or id. */
export function contactCommand(): Command {
  const contact = new Command('contact').description('the people who ask');
  verb(contact, 'list', 'the newest first')
    .option('--search <text>', 'the beginning of an address, a phone number or words of the name')
    .option('--limit <count>', 'how many at most', toCount, 40)
    .option('--after <contact>', 'only what stands below this one')
    .action(withDesk(list));
  verb(
    contact,
    'show <contact>',
    'one, by e-mail address, phone number or id, with its tickets, what was merged, and who may be the same person',
  ).action(withDesk(show));
  verb(contact, 'edit <contact>', 'change what is known of one')
    .option('--name <name>')
    .option('--email <address>', 'where answers go from now on')
    .option('--phone <number>')
    .option('--attribute <name=value>', 'note something; with nothing after = it is taken away', collectWhole)
    .action(withDesk(edit));
  verb(contact, 'merge <keep> <other>', 'make two contacts one: the first stays').action(withDesk(merge));
  verb(contact, 'split <contact>', 'undo the newest merge, or take an identity out into a contact of its own')
    .option('--identity <kind:value>', 'such as email:x@y.test, with the tickets that it asked')
    .action(withDesk(split));
  verb(contact, 'erase <contact>', 'take text, files and identities of a person for good; tickets keep their numbers')
    .option('--yes', 'there is no way back')
    .action(withDesk(erase));
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
  const contact = await showContact(context.database, named);
  if (context.isJson) return printJson({ ...contact, tickets: contact.tickets.map(ticketJson) });
  process.stdout.write(`${linesOf(contact).join('\n')}\n`);
}

function linesOf({ tickets, identities, attributes, merges, alike, ...contact }: ContactDetail): string[] {
  return [
    ...Object.entries(contact).map(([key, value]) => line(key, String(value ?? ''))),
    ...identities.map(({ kind, value, isProven }) => line(kind, `${value} ${provenWords(isProven)}`)),
    ...Object.entries(attributes).map(([name, value]) =>
      line(name, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)),
    ),
    ...merges.map((merged) =>
      line('merged', `${merged.contactId} ${merged.name ?? merged.email ?? ''} ${sayAge(merged.mergedAt)} ago`),
    ),
    ...alike.map((other) =>
      line('perhaps', `${other.contactId} ${other.name ?? ''} ${other.value} ${provenWords(other.isProven)}`),
    ),
    '',
    ...tickets.map(
      ({ number, status, subject }) => `#${number}  ${safeLine(status.name)}  ${safeLine(subject ?? '(no subject)')}`,
    ),
  ];
}

function provenWords(isProven: boolean): string {
  return isProven ? '(proven)' : '(only typed)';
}

function line(title: string, words: string): string {
  return `${`${safeLine(title)}:`.padEnd(12)}${safeLine(words)}`;
}
