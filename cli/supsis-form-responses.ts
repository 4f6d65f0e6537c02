import type { PushedAnswer } from '../domain/platform/platform-item.ts';
import type { DeskContext } from './context.ts';
import { parsePeriod } from './period.ts';
import { printAnswer, printList } from './print.ts';
import { formNamed } from './supsis-form-named.ts';

/** `deskhand supsis-form responses`. */
export async function listResponses(context: DeskContext, named: string, { limit }: { limit: number }): Promise<void> {
  const { listPushedResponses } = await import('../database/pushed/list-pushed-responses.ts');
  const form = await formNamed(context, named);
  printList(context, await listPushedResponses(context.database, { formId: form.id, limit }), {
    json: (response) => response,
    columns: [
      { title: 'Submitted', of: ({ submittedAt }) => submittedAt.toISOString() },
      { title: 'Response', of: ({ submissionId }) => submissionId, maxCells: 24 },
      {
        title: 'Ticket',
        of: ({ ticketNumber, wantsTicket }) => (ticketNumber ? `#${ticketNumber}` : wantsTicket ? 'waits' : 'kept'),
      },
      { title: 'Answers', of: ({ answers }) => sayAnswers(answers), maxCells: 120 },
    ],
    whenEmpty: 'Nobody sent anything yet.',
  });
}

function sayAnswers(answers: PushedAnswer[] | null): string {
  return answers === null ? '(erased)' : answers.map(({ label, value }) => `${label}: ${value}`).join('; ');
}

/** `deskhand supsis-form take-in`. */
export async function takeInResponses(
  context: DeskContext,
  named: string,
  flags: { from: string; to?: string },
): Promise<void> {
  const form = await formNamed(context, named);
  const period = parsePeriod({ from: flags.from, to: flags.to }, new Date());
  const { redirectOldResponses } = await import('../client/redirect-old-responses.ts');
  const { ticketCount, waitingCount } = await redirectOldResponses(await context.desk(), {
    formId: form.id,
    ...period,
    actor: await context.owner(),
  });
  const sentences = [
    ticketCount === 0 && waitingCount === 0 ? 'No response of that time is without a ticket.' : '',
    ticketCount > 0 ? `${ticketCount} of its responses became tickets.` : '',
    waitingCount > 0 ? `${waitingCount} become tickets when ${form.source} is switched on.` : '',
  ];
  printAnswer(context, { id: form.id, ...period, ticketCount, waitingCount }, sentences.filter(Boolean).join(' '));
}
