import { Command } from 'commander';
import { DeskError } from '../domain/errors.ts';
import type { PushedFormView } from '../domain/platform/pushed-form.ts';
import type { DeskContext } from './context.ts';
import { printAnswer, printList, sayAge } from './print.ts';
import { mapForm, showForm } from './supsis-form-mapping.ts';
import { formNamed } from './supsis-form-named.ts';
import { listResponses, takeInResponses } from './supsis-form-responses.ts';
import { collectWhole, toCount, verb, withDesk } from './verb.ts';

/** `deskhand supsis-form …`: forms of other vendors. */
export function supsisFormCommand(): Command {
  const form = new Command('supsis-form').description(
    'forms of other vendors; each is known from its first response on',
  );
  verb(form, 'list', 'all of them, and whether their responses become tickets').action(withDesk(list));
  verb(form, 'show <form>', 'one with its mapping, and its newest response as a ticket').action(withDesk(showForm));
  verb(form, 'redirect <form> <switch>', 'on: new responses become tickets; off: they are only kept').action(
    withDesk(redirect),
  );
  addMapping(form);
  verb(form, 'responses <form>', 'what was sent, the newest first')
    .option('--limit <count>', 'how many at most', toCount, 50)
    .action(withDesk(listResponses));
  verb(form, 'take-in <form>', 'make tickets of old responses of a period, each once')
    .requiredOption('--from <time>', 'such as 30d or 2026-11-01')
    .option('--to <time>', 'such as 2026-11-20, for the end of that day; now by default')
    .action(withDesk(takeInResponses));
  return form;
}

function addMapping(form: Command): void {
  verb(form, 'map <form>', 'say which answer is what, by its key; only what is given changes')
    .option('--subject <key>')
    .option('--name <key>')
    .option('--email <key>')
    .option('--phone <key>')
    .option('--tag-from <key>', 'what is chosen there becomes a tag; several are possible', collectWhole)
    .option('--tag <tag>', 'every ticket of the form gets it; several are possible', collectWhole)
    .option('--clear <what>', 'subject, name, email, phone, tag-from or tag; several are possible', collectWhole)
    .action(withDesk(mapForm));
}

async function list(context: DeskContext): Promise<void> {
  const { listPushedForms } = await import('../database/pushed/list-pushed-forms.ts');
  printList(context, await listPushedForms(context.database), {
    json: (form: PushedFormView) => form,
    columns: [
      { title: 'Form', of: ({ name }) => name, maxCells: 40 },
      { title: 'Id', of: ({ formId }) => formId, maxCells: 24 },
      { title: 'Source', of: ({ source }) => source, maxCells: 24 },
      { title: 'To tickets', of: ({ isRedirected }) => (isRedirected ? 'yes' : 'kept only') },
      { title: 'Responses', of: ({ responseCount }) => responseCount },
      { title: 'Without ticket', of: ({ unticketedCount }) => unticketedCount },
      { title: 'Last', of: ({ lastAt }) => sayAge(lastAt) },
      { title: 'Tags', of: ({ tags }) => tags.join(', '), maxCells: 30 },
    ],
    whenEmpty: 'No form yet: one is known once its first response has come.',
  });
}

async function redirect(context: DeskContext, named: string, wanted: string): Promise<void> {
  if (wanted !== 'on' && wanted !== 'off') throw new DeskError('USAGE', `${wanted} is neither on nor off`);
  const { savePushedForm } = await import('../database/pushed/save-pushed-form.ts');
  const { id, name, mapping, tags } = await formNamed(context, named);
  const isRedirected = wanted === 'on';
  const actor = await context.owner();
  await savePushedForm(context.database, { id, mapping, tags, isRedirected, actor, now: new Date().toISOString() });
  const words = isRedirected
    ? 'New responses become tickets; `take-in` makes tickets of old ones.'
    : 'New responses are only kept.';
  printAnswer(context, { id, name, isRedirected }, `${name}: ${words}`);
}
