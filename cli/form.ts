import { Command } from 'commander';
import type { DeskContext } from './context.ts';
import { showDesign, type ShowFlags } from './design-show.ts';
import { addDesignVerbs } from './design-verbs.ts';
import { printList } from './print.ts';
import { toCount, verb, withDesk } from './verb.ts';

const usualResponses = 50;

/** `deskhand form …`: web forms. */
export function formCommand(): Command {
  const form = new Command('form').description('web forms');
  addDesignVerbs(form, { kind: 'form', isPublishedAtOnce: true });
  verb(form, 'show <name>', 'its versions, and the fields of its newest version')
    .option('--version <number>', 'this version', toCount)
    .option('--text', 'only the text, as it was written')
    .action(
      withDesk((context: DeskContext, name: string, flags: ShowFlags) =>
        showDesign(context, 'form', { name, ...flags }),
      ),
    );
  verb(form, 'responses <name>', 'what visitors sent, the newest first')
    .option('--limit <count>', `so many; ${usualResponses} unless told`, toCount)
    .action(withDesk(responses));
  return form;
}

async function responses(context: DeskContext, name: string, { limit }: { limit?: number }): Promise<void> {
  const { findDesign } = await import('../database/designs.ts');
  const { listFormResponses } = await import('../database/list-form-responses.ts');
  const design = await findDesign(context.database, 'form', name);
  printList(context, await listFormResponses(context.database, design.id, limit ?? usualResponses), {
    json: (response) => response,
    columns: [
      { title: 'Received', of: ({ receivedAt }) => receivedAt.toISOString() },
      { title: 'Ticket', of: ({ ticketNumber }) => `#${ticketNumber}` },
      { title: 'Answers', of: ({ answers }) => sayAnswers(answers), maxCells: 120 },
    ],
    whenEmpty: 'Nobody sent anything yet.',
  });
}

function sayAnswers(answers: Record<string, unknown> | null): string {
  if (answers === null) return '(erased)';
  return Object.entries(answers)
    .map(([field, answer]) => `${field}: ${typeof answer === 'string' ? answer : JSON.stringify(answer)}`)
    .join('; ');
}
